// The outline folds as the map does: state.open of main.js holds for both. Without script, and in print, all is open.
atlas.outline = (() => {
  const { make, data } = atlas;
  const outline = atlas.byId("outline");
  let folds = null; // for each list: the box it unfolds from, and its button

  // Buttons are made when the outline is first seen: a map of hundreds of boxes opens sooner so.
  function prepare() {
    folds = new Map();
    for (const list of outline.querySelectorAll("li > ul")) {
      const row = list.previousElementSibling;
      const box = data.boxes[row.dataset.box];
      const button = make("button", undefined, "fold");
      button.type = "button";
      button.addEventListener("click", () => atlas.main.toggleRow(box));
      list.addEventListener("beforematch", () => atlas.main.toggleRow(box)); // the browser's own search opens it
      row.prepend(button);
      folds.set(list, { box, button });
    }
  }

  // Shows the lists below the boxes of the set `open`; a folded list is still found by the browser's own search.
  function fold(open) {
    if (!folds) prepare();
    for (const [list, { box, button }] of folds) {
      const shown = open.has(box);
      if (shown) list.removeAttribute("hidden");
      else list.setAttribute("hidden", "until-found");
      button.textContent = shown ? "−" : `+${list.children.length}`;
      button.setAttribute("aria-label", shown ? "Fold" : `Unfold ${list.children.length}`);
      button.setAttribute("aria-expanded", String(shown));
    }
  }

  const rowOf = (item) => item && document.getElementById(item.anchor);

  // The boxes to unfold so that the row of an item (or null) is seen.
  function above(item) {
    if (!folds) prepare();
    const found = [];
    for (let list = rowOf(item)?.closest("ul"); folds.has(list); list = list.parentElement.closest("ul")) found.push(folds.get(list).box);
    return found;
  }

  function choose(item) {
    for (const row of outline.querySelectorAll(".row.chosen")) row.classList.remove("chosen");
    rowOf(item)?.classList.add("chosen");
    rowOf(item)?.scrollIntoView({ block: "start" });
  }

  return { fold, above, choose };
})();
