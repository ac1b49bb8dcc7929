// The reading view: the text with its passages marked, and the statements beside it; each shows the other.
atlas.reading = (() => {
  const { make, data } = atlas;
  const root = atlas.byId("reading");
  if (!root) return { show: () => {}, quote: () => "" };

  const { passes, said } = atlas.readingList;
  const DWELL = 400; // milliseconds that the pointer rests on a statement before the text moves to it
  const [text, list, choice, sides] = ["text", "list", "choice", "side"].map((name) => root.querySelector(`.reading-${name}`));
  const isPlain = root.classList.contains("plain"); // no text is attached
  let passages = null; // in the order of the text: { links: [{ link, item }], shown: those that pass, bits: its text }
  let byNumber; // the same, by the number that the page has for each
  let covers, places; // the passages of a piece of text, and those of an item
  let placed = []; // every item of the list with its place, in the order of the text
  let rows = new Map(); // item → its row in the list
  let chosen = null, near = [], made = "", sifted = "", dwelling = 0;

  const itemOf = (link) => data.anchors.get(decodeURIComponent(link.hash.slice(1)));
  const isPlainClick = (event) => !(event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
  const passageOf = (link) => byNumber.get(link.parentElement.dataset.passage);
  const stops = () => passages.filter(({ shown }) => shown.length).map(({ shown }) => shown[0].link);

  // Reads the marks from the page, once.
  function read() {
    byNumber = new Map([...text.querySelectorAll("[data-passage]")].map((element) => {
      const links = [...element.children].map((link) => ({ link, item: itemOf(link) })).filter(({ item }) => item);
      for (const { link, item } of links) {
        link.tabIndex = -1;
        link.setAttribute("aria-label", `${data.kinds.get(item.kind).word}: ${item.label}`);
      }
      return [element.dataset.passage, { links, shown: links, bits: [] }];
    }));
    passages = [...byNumber.values()];
    covers = new Map();
    for (const bit of text.querySelectorAll("mark")) {
      covers.set(bit, bit.dataset.of.split(" ").map((number) => byNumber.get(number)));
      for (const passage of covers.get(bit)) passage.bits.push(bit);
    }
    places = new Map();
    for (const passage of passages) {
      for (const { item } of passage.links) places.set(item, [...(places.get(item) ?? []), passage]);
    }
    placed = atlas.readingList.inOrder(text, passages, places);
  }

  // Marks only what the filters let pass.
  function sift() {
    for (const passage of passages) {
      for (const { link, item } of passage.links) link.hidden = !passes(item);
      passage.shown = passage.links.filter(({ link }) => !link.hidden);
    }
    for (const [bit, over] of covers) bit.dataset.kind = over.find(({ shown }) => shown.length)?.shown[0].item.kind ?? "";
    tabbable(text, stops()[0]);
  }

  function build(order) {
    rows = atlas.readingList.build(list, placed, { order, inFull: isPlain });
    root.querySelector(".reading-count").textContent = `${rows.size} ${rows.size === 1 ? "item" : "items"}`;
    tabbable(list, list.querySelector("a"));
    list.scrollTop = 0;
  }

  // ---- Showing one by the other ----

  // Only one link of a pane is a stop of the Tab key; arrow keys go on from there.
  function tabbable(pane, link) {
    for (const other of pane.querySelectorAll("a[tabindex='0']")) other.tabIndex = -1;
    if (link) link.tabIndex = 0;
  }

  const bitsOf = (item) => (places.get(item) ?? []).flatMap(({ bits }) => bits);

  // The part of a pane that is seen: on a phone the details cover its lower half.
  function seen(pane) {
    const { top, bottom } = pane.getBoundingClientRect();
    const panel = atlas.panel?.element;
    const edge = panel?.classList.contains("shown") ? panel.getBoundingClientRect().top : bottom;
    return { top, bottom: edge > top + 80 ? Math.min(edge, bottom) : bottom };
  }

  function bring(pane, element) {
    if (!element?.isConnected) return;
    const { top, bottom } = element.getBoundingClientRect();
    const frame = seen(pane);
    byHand = false;
    if (top < frame.top + 24 || Math.min(bottom, top + 80) > frame.bottom - 24) {
      pane.scrollTop += top - frame.top - (frame.bottom - frame.top) / 4;
    }
  }

  const toPassage = (item) => bring(text, bitsOf(item)[0]);
  const toRow = (item) => bring(list, rows.get(item));

  // Tints what the pointer or the focus is at: pieces of the text and rows of the list.
  function approach(items, bits = items.flatMap(bitsOf)) {
    for (const element of near) element.classList.remove("near");
    near = [...bits, ...items.map((item) => rows.get(item)).filter(Boolean)];
    for (const element of near) element.classList.add("near");
  }

  function choose(item, { again = false } = {}) {
    const isNew = item !== chosen || again;
    chosen = item;
    mark();
    if (!item || !isNew) return;
    // What was never in view has its true height only after it is: a second look puts it right.
    for (const wait of [(look) => look(), (look) => requestAnimationFrame(look), (look) => setTimeout(look, 60)]) {
      wait(() => {
        if (chosen !== item) return;
        toPassage(item);
        toRow(item);
      });
    }
  }

  function mark() {
    for (const element of root.querySelectorAll(".chosen")) element.classList.remove("chosen");
    for (const link of list.querySelectorAll("[aria-current]")) link.removeAttribute("aria-current");
    if (!chosen || !passes(chosen)) return;
    for (const element of [...bitsOf(chosen), rows.get(chosen)]) element?.classList.add("chosen");
    rows.get(chosen)?.querySelector("a").setAttribute("aria-current", "true");
    tabbable(list, rows.get(chosen)?.querySelector("a") ?? list.querySelector("a"));
    if (places.has(chosen)) tabbable(text, places.get(chosen)[0].shown[0].link);
  }

  function pick(item) {
    if (choice.matches(":popover-open")) choice.hidePopover();
    atlas.go({ sel: item.anchor });
    choose(item, { again: true });
  }

  // Chooses the item; of several, lets the reader choose. `at` is where the list of them opens.
  function offer(items, at, byKeyboard) {
    if (items.length < 2) {
      if (items.length) pick(items[0]);
      return;
    }
    const lines = make("ul");
    for (const item of items) {
      const line = make("li", undefined, "reading-row");
      const button = make("button");
      button.type = "button";
      button.append(...said(item));
      button.addEventListener("click", () => pick(item));
      line.dataset.kind = item.kind;
      line.append(button);
      lines.append(line);
    }
    choice.replaceChildren(make("p", `${items.length} items stand here`), lines);
    choice.showPopover();
    const { width, height } = choice.getBoundingClientRect();
    const below = at.bottom + 6 + height < innerHeight;
    choice.style.left = `${Math.max(8, Math.min(at.left, innerWidth - width - 8))}px`;
    choice.style.top = `${Math.max(8, below ? at.bottom + 6 : at.top - height - 6)}px`;
    if (byKeyboard) choice.querySelector("button").focus();
  }

  // ---- Pointer and keys ----

  text.addEventListener("click", (event) => {
    const link = event.target.closest("[data-passage] > a");
    const bit = event.target.closest("mark");
    if (!isPlainClick(event)) return;
    if (link) {
      event.preventDefault();
      event.stopPropagation(); // the page would choose the link's item, though others stand there too
      if (event.detail) pick(itemOf(link));
      else offer(passageOf(link).shown.map(({ item }) => item), link.getBoundingClientRect(), true);
    } else if (bit && getSelection().isCollapsed) {
      const items = new Set(covers.get(bit).flatMap(({ shown }) => shown.map(({ item }) => item)));
      offer([...items], { left: event.clientX, top: event.clientY - 8, bottom: event.clientY + 8 }, false);
    }
  });

  list.addEventListener("click", (event) => {
    const item = rowItem(event.target);
    if (!item || !isPlainClick(event) || !getSelection().isCollapsed) return;
    event.preventDefault();
    event.stopPropagation();
    if (places.has(item)) setSide("text");
    pick(item);
  });

  function rowItem(target) {
    const link = target.closest(".reading-row")?.querySelector("a");
    return link && itemOf(link);
  }

  function approachText({ target, type }) {
    const link = target.closest("[data-passage] > a");
    const bit = target.closest("mark");
    const passage = link ? passageOf(link) : bit && covers.get(bit).find(({ shown }) => shown.length);
    approach(passage ? passage.shown.map(({ item }) => item) : [], passage ? passage.bits : []);
    if (type !== "focusin" || !passage || !link.matches(":focus-visible")) return; // a click must not move its target
    bring(text, passage.bits[0]);
    toRow(passage.shown[0].item);
    tabbable(text, link);
  }

  function approachList({ target, type }) {
    const item = rowItem(target);
    clearTimeout(dwelling);
    approach(item ? [item] : []);
    if (!item) return;
    if (type === "focusin") {
      tabbable(list, target.closest("a"));
      if (!target.matches(":focus-visible")) return;
      toRow(item);
      toPassage(item);
    } else dwelling = setTimeout(() => toPassage(item), DWELL);
  }

  function leave() {
    clearTimeout(dwelling);
    approach([]);
  }

  for (const [pane, come] of [[text, approachText], [list, approachList]]) {
    pane.addEventListener("pointerover", come);
    pane.addEventListener("pointerleave", leave);
    pane.addEventListener("focusin", (event) => event.target.closest("a") && come(event));
    pane.addEventListener("focusout", leave);
  }

  function walk(event, all) {
    const now = all.indexOf(document.activeElement);
    if (now < 0 || event.ctrlKey || event.metaKey || event.altKey) return;
    const steps = { ArrowDown: now + 1, j: now + 1, ArrowUp: now - 1, k: now - 1, Home: 0, End: all.length - 1 };
    if (!(event.key in steps)) return;
    event.preventDefault();
    event.stopPropagation();
    all[Math.max(0, Math.min(steps[event.key], all.length - 1))].focus({ preventScroll: true });
  }

  text.addEventListener("keydown", (event) => walk(event, stops()));
  list.addEventListener("keydown", (event) => walk(event, [...list.querySelectorAll("a")]));
  choice.addEventListener("keydown", (event) => {
    walk(event, [...choice.querySelectorAll("button")]);
    if (event.key === "Escape") event.stopPropagation(); // it closes the choice, and nothing behind it
  });

  // The list goes along with the text where a reader moves it, unless the reader is at the list.
  let byHand = false, following = false;
  for (const name of ["wheel", "touchmove", "pointerdown", "keydown"]) text.addEventListener(name, () => { byHand = true; }, { passive: true });
  text.addEventListener("scroll", () => {
    if (!byHand || following) return;
    following = true;
    requestAnimationFrame(follow);
  });

  function follow() {
    following = false;
    if (list.matches(":hover, :focus-within") || root.dataset.order === "reason") return;
    const top = text.getBoundingClientRect().top;
    let [low, high] = [0, passages.length]; // the first passage below the top edge
    while (low < high) {
      const middle = (low + high) >> 1;
      if (passages[middle].bits[0].getBoundingClientRect().bottom < top) low = middle + 1;
      else high = middle;
    }
    const line = passages.slice(low).flatMap(({ shown }) => shown).map(({ item }) => rows.get(item)).find(Boolean);
    if (line) list.scrollTop += line.getBoundingClientRect().top - list.getBoundingClientRect().top - 40;
  }

  function setSide(side) {
    root.dataset.side = side;
    for (const button of sides.children) button.setAttribute("aria-pressed", String(button.dataset.side === side));
  }

  sides.addEventListener("click", ({ target }) => target.dataset.side && setSide(target.dataset.side));
  for (const button of root.querySelectorAll("[data-order]")) button.addEventListener("click", () => atlas.go({ order: button.dataset.order }));

  function show(state) {
    const order = state.order === "reason" ? "reason" : "text";
    const filters = JSON.stringify(state.filters ?? {});
    if (!passages) read();
    if (sifted !== filters) sift();
    const isAnew = made !== order + filters;
    if (isAnew) build(order);
    [sifted, made] = [filters, order + filters];
    root.dataset.order = order;
    for (const button of root.querySelectorAll("button[data-order]")) button.setAttribute("aria-pressed", String(button.dataset.order === order));
    choose(data.anchors.get(state.sel) ?? null, { again: isAnew });
  }

  // The words of an item's first passage; "" where the text is not attached.
  function quote(item) {
    if (!passages) read();
    const blocks = new Map();
    for (const bit of places.get(item)?.[0].bits ?? []) {
      const block = bit.closest("p, h3");
      blocks.set(block, (blocks.get(block) ?? "") + bit.textContent);
    }
    return [...blocks.values()].join("\n\n");
  }

  return { show, quote };
})();
