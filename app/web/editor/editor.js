// A SPARQL editor, made of CodeMirror 6: colours, brackets, undo, completion, and errors at their place.

import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap, acceptCompletion } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, isolateHistory } from "@codemirror/commands";
import { StreamLanguage, bracketMatching, indentOnInput, indentUnit } from "@codemirror/language";
import { sparql } from "@codemirror/legacy-modes/mode/sparql";
import { lintGutter, setDiagnostics } from "@codemirror/lint";
import { EditorState, Prec } from "@codemirror/state";
import { EditorView, highlightActiveLine, highlightActiveLineGutter, keymap, lineNumbers, placeholder } from "@codemirror/view";

import { completionSources } from "./completion.js";
import { colours, frame } from "./theme.js";

/**
 * Put an editor into an element.
 *
 * It lives in a shadow root: there CodeMirror's style sheets are objects, which a Content-Security-Policy without
 * inline styles allows. Tab leaves the editor, but takes what completion offers while its list is open.
 *
 * @param {object} options
 * @param {HTMLElement} options.parent The element.
 * @param {string} options.text What stands in the editor at first.
 * @param {string} options.label Its name for those who do not see it.
 * @param {() => void} options.onRun Called on Ctrl+Enter or ⌘+Enter.
 * @param {(text: string) => void} options.onChange Called with each new text.
 * @param {() => Promise<object>} options.terms Gives the known prefixes and the terms of the vocabulary.
 * @param {(words: string, signal: AbortSignal) => Promise<object[]>} options.items Gives items by words of their titles.
 */
export function createEditor({ parent, text, label, onRun, onChange, terms, items }) {
  const root = parent.attachShadow({ mode: "open" });
  const run = () => {
    onRun();
    return true;
  };
  const view = new EditorView({
    root,
    parent: root,
    state: EditorState.create({
      doc: text,
      extensions: [
        Prec.highest(keymap.of([{ key: "Mod-Enter", run }])),
        lineNumbers(),
        placeholder("SELECT ?thesis { ?thesis a ca:Thesis }"),
        highlightActiveLine(),
        highlightActiveLineGutter(),
        history(),
        indentOnInput(),
        indentUnit.of("  "),
        bracketMatching(),
        closeBrackets(),
        autocompletion({ override: completionSources(terms, items), icons: false, closeOnBlur: true }),
        lintGutter(),
        StreamLanguage.define(sparql),
        colours,
        frame,
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({ "aria-label": label, spellcheck: "false" }),
        EditorView.updateListener.of((update) => update.docChanged && changed(update)),
        keymap.of([
          { key: "Tab", run: acceptCompletion },
          ...closeBracketsKeymap,
          ...completionKeymap,
          ...defaultKeymap,
          ...historyKeymap,
        ]),
      ],
    }),
  });

  let marked = false;
  function changed(update) {
    onChange(update.state.doc.toString());
    if (marked) queueMicrotask(unmark);
  }
  function unmark() {
    marked = false;
    view.dispatch(setDiagnostics(view.state, []));
  }

  return {
    get text() {
      return view.state.doc.toString();
    },
    set text(value) {
      const changes = { from: 0, to: view.state.doc.length, insert: value };
      view.dispatch({ changes, selection: { anchor: 0 }, annotations: isolateHistory.of("full") }); // one step to undo
    },
    focus: () => view.focus(),
    unmark,
    /** Mark an error at a line and a column, both from 1 (columns count code points), and bring it into sight. */
    mark(line, column, message) {
      const { doc } = view.state;
      const at = doc.line(Math.min(Math.max(line, 1), doc.lines));
      const before = [...at.text].slice(0, Math.max(column - 1, 0)).join("").length;
      const word = /^(?:[?$]?[\w:.-]+|\S)/.exec(at.text.slice(before));
      const [from, to] = word ? [at.from + before, at.from + before + word[0].length] : [at.from, at.to];
      view.dispatch(setDiagnostics(view.state, [{ from, to, severity: "error", message }]));
      view.dispatch({ selection: { anchor: from }, effects: EditorView.scrollIntoView(from, { y: "nearest" }) });
      marked = true;
    },
  };
}
