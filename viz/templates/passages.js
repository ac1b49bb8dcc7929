// Marking a passage in a text: by pointer, touch or keyboard. A bar at the passage leads to the forms that add to it.
atlas.passages = (() => {
  const { make, byId, served } = atlas;
  const root = byId("reading");
  if (!root || !served.mayAdd) return {};
  const LONGEST = 2000; // characters that a passage may have
  const text = root.querySelector(".reading-text");
  const bar = make("div", undefined, "passage-bar");
  const told = make("p");
  const links = [["Claim from this passage", ""], ["Evidence", "evidence"], ["Objection", "counterargument"]].map(([words, kind]) => Object.assign(make("a", words), { kind }));
  const copy = make("button", "Copy");
  copy.type = "button";
  told.setAttribute("role", "status");
  bar.setAttribute("role", "toolbar");
  bar.setAttribute("aria-label", "With this passage");
  bar.hidden = true;
  bar.append(told, ...links, copy);
  text.after(bar);
  let words = "";

  const tidy = (piece) => piece.replace(/\s+/g, " ").trim();

  // What is marked, block by block: { words, corpus, paragraph }; null where nothing is, or no text that is attached.
  function marked() {
    const selection = getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return null;
    const range = selection.getRangeAt(0);
    const article = [...text.querySelectorAll("article[data-attached]")].find((one) => range.intersectsNode(one));
    if (!article) return null;
    const blocks = [...article.querySelectorAll("h3, .reading-paragraph")].filter((block) => range.intersectsNode(block));
    const pieces = blocks.map((block) => [block, tidy(within(range, block))]).filter(([, piece]) => piece);
    if (!pieces.length) return null;
    const numbered = pieces.find(([block]) => block.dataset.number);
    return { words: pieces.map(([, piece]) => piece).join(" "), corpus: article.dataset.corpus, paragraph: numbered?.[0].dataset.number ?? "" };
  }

  // The part of a range that lies in a block, as text.
  function within(range, block) {
    const own = document.createRange();
    own.selectNodeContents(block);
    if (range.compareBoundaryPoints(Range.START_TO_START, own) > 0) own.setStart(range.startContainer, range.startOffset);
    if (range.compareBoundaryPoints(Range.END_TO_END, own) < 0) own.setEnd(range.endContainer, range.endOffset);
    return own.toString();
  }

  function look() {
    if (bar.contains(document.activeElement)) return;
    const found = atlas.state?.view === "reading" ? marked() : null;
    bar.hidden = !found;
    if (!found) return;
    ({ words } = found);
    const count = [...words].length;
    const isLong = count > LONGEST;
    told.textContent = isLong ? `Too long: ${count.toLocaleString("en")} characters, of ${LONGEST.toLocaleString("en")} at most.` : `${words.split(" ").length} word${words.includes(" ") ? "s" : ""} marked`;
    for (const link of links) {
      link.hidden = isLong;
      const query = new URLSearchParams({ corpus: found.corpus, quote: words });
      if (found.paragraph) query.set("paragraph", found.paragraph);
      if (link.kind) query.set("kind", link.kind);
      link.href = isLong ? "" : `${served.fill("add")}?${query}`;
    }
    copy.textContent = "Copy";
    place();
  }

  // Below the passage, where a phone has not its own menu; above it where there is no room.
  function place() {
    const rects = [...getSelection().getRangeAt(0).getClientRects()].filter(({ width }) => width);
    if (!rects.length) return;
    const [first, last] = [rects[0], rects.at(-1)];
    const { width, height } = bar.getBoundingClientRect();
    const pane = text.getBoundingClientRect();
    const below = last.bottom + 10 + height < Math.min(innerHeight, pane.bottom);
    const top = below ? last.bottom + 10 : first.top - height - 10;
    bar.style.left = `${Math.max(8, Math.min(last.left, innerWidth - width - 8))}px`;
    bar.style.top = `${Math.max(pane.top + 4, Math.min(top, innerHeight - height - 8))}px`;
  }

  let asked = 0;
  document.addEventListener("selectionchange", () => {
    clearTimeout(asked);
    asked = setTimeout(look, 120); // while it is being drawn, it changes many times
  });
  text.addEventListener("scroll", () => bar.hidden || place(), { passive: true });
  addEventListener("hashchange", look);
  document.addEventListener("keydown", (event) => {
    if (bar.hidden || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "c" && !event.target.matches("input, textarea, select")) bar.querySelector("a:not([hidden]), button").focus();
    else if (event.key === "Escape") leave();
    else return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }, true);

  function leave() {
    bar.hidden = true;
    getSelection().removeAllRanges();
    byId("main").focus();
  }

  copy.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(words);
      copy.textContent = "Copied";
    } catch {
      copy.textContent = "Not allowed here";
    }
  });

  return { look };
})();
