// How the editor looks. All colours are the variables of the page (viz/colours.py), so that its themes reach in here.

import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

export const colours = syntaxHighlighting(
  HighlightStyle.define([
    { tag: tags.keyword, color: "var(--thesis)", fontWeight: "bold" },
    { tag: tags.standard(tags.variableName), color: "var(--thesis)" }, // functions, and "a"
    { tag: tags.local(tags.variableName), color: "var(--actor)" },
    { tag: tags.atom, color: "var(--rebuttal)" }, // IRIs and prefixed names
    { tag: tags.string, color: "var(--evidence)" },
    { tag: tags.meta, color: "var(--muted)" }, // language tags
    { tag: tags.comment, color: "var(--muted)", fontStyle: "italic" },
  ]),
);

const MONO = 'ui-monospace, "Cascadia Mono", Menlo, Consolas, "Liberation Mono", "DejaVu Sans Mono", monospace';
const listed = { backgroundColor: "var(--panel)", border: "1px solid var(--line)", borderRadius: "7px", color: "var(--ink)" };

export const frame = EditorView.theme({
  "&": {
    backgroundColor: "var(--panel)",
    border: "1px solid var(--muted)",
    borderRadius: "8px",
    color: "var(--ink)",
    fontSize: "15px",
    maxHeight: "min(60vh, 36rem)",
  },
  "&.cm-focused": { outline: "3px solid var(--accent)", outlineOffset: "1px" },
  ".cm-scroller": { fontFamily: MONO, lineHeight: "1.5", overflow: "auto" },
  ".cm-content": { caretColor: "var(--ink)", minHeight: "8.5rem", padding: "8px 0" },
  ".cm-placeholder": { color: "var(--muted)", fontStyle: "italic" },
  ".cm-gutters": { backgroundColor: "var(--panel)", border: "0", borderRadius: "8px", color: "var(--muted)" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "transparent" },
  "&.cm-focused .cm-activeLine, &.cm-focused .cm-activeLineGutter": { backgroundColor: "var(--ground)" },
  "&.cm-focused .cm-matchingBracket": { backgroundColor: "var(--ground)", outline: "1px solid var(--accent)" },
  "&.cm-focused .cm-nonmatchingBracket": { backgroundColor: "transparent", outline: "1px solid var(--attacks)" },
  ".cm-lintRange-error": {
    backgroundImage: "none",
    paddingBottom: "0",
    textDecoration: "underline wavy var(--attacks)",
    textUnderlineOffset: "3px",
  },
  ".cm-tooltip": { ...listed, boxShadow: "0 8px 24px rgb(0 0 0 / .25)" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { fontFamily: "var(--font)", fontSize: "15px", maxHeight: "16rem", maxWidth: "min(46rem, 92vw)" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { padding: "4px 9px", whiteSpace: "normal" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]": {
    backgroundColor: "var(--ground)",
    boxShadow: "inset 3px 0 var(--accent)",
    color: "var(--ink)",
  },
  ".cm-completionDetail": { color: "var(--muted)", fontStyle: "normal", fontSize: "13px", marginLeft: ".8em", overflowWrap: "anywhere" },
  ".cm-completionMatchedText": { textDecoration: "none", fontWeight: "bold" },
  ".cm-tooltip.cm-completionInfo": { padding: "8px 12px", maxWidth: "22rem", fontFamily: "var(--font)", fontSize: "14px", lineHeight: "1.4" },
  ".cm-completionInfo p": { margin: "0" },
  ".cm-diagnostic": { padding: "6px 12px", borderLeft: "4px solid var(--attacks)", fontFamily: "var(--font)", maxWidth: "30rem", whiteSpace: "pre-wrap" },
});
