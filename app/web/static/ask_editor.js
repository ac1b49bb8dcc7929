// The editor of the page: the bundled one where it was built, else the plain text field; both with the same few verbs.

/**
 * Open the editor.
 *
 * @param {object} options
 * @param {HTMLElement} options.parent Where the bundled editor goes.
 * @param {HTMLTextAreaElement} options.area The plain text field, which it takes the place of.
 * @param {string} [options.source] The address of the bundle; none where it was not built.
 * @param {() => void} options.onRun Called on Ctrl+Enter or ⌘+Enter.
 * @param {() => Promise<object>} options.terms See `createEditor`.
 * @param {Function} options.items See `createEditor`.
 */
export async function openEditor({ parent, area, source, onRun, terms, items }) {
  try {
    if (source) return bundled(await import(source), { parent, area, onRun, terms, items });
  } catch (error) {
    console.error(error);
  }
  return plain(area, onRun);
}

function bundled({ createEditor }, { parent, area, onRun, terms, items }) {
  const options = { text: area.value, label: "Question in SPARQL", onRun, onChange: (text) => (area.value = text), terms, items };
  const editor = createEditor({ parent, ...options });
  const hadFocus = document.activeElement === area;
  parent.hidden = false;
  area.hidden = true; // it stays in the form, with the same text
  if (hadFocus) editor.focus();
  return editor;
}

function plain(area, onRun) {
  area.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    onRun();
  });
  area.addEventListener("input", () => area.removeAttribute("aria-invalid"));
  return {
    get text() {
      return area.value;
    },
    set text(value) {
      area.value = value;
      area.removeAttribute("aria-invalid");
    },
    focus: () => area.focus(),
    unmark: () => area.removeAttribute("aria-invalid"),
    /** Select the line of an error; both count from 1. */
    mark(line) {
      const lines = area.value.split("\n");
      const from = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0);
      area.setAttribute("aria-invalid", "true");
      area.focus();
      area.setSelectionRange(from, from + (lines[line - 1]?.length ?? 0));
    },
  };
}
