// The path from the main thesis to what is shown, each step a link; and the title of the window.
atlas.crumbs = (() => {
  const { make, data, byId, scenes } = atlas;
  const heading = document.title;
  const bar = byId("crumbs");
  const ways = new Map(); // item → the item it is reached from, on a shortest way from the main thesis
  if (data.main) {
    let level = [data.main];
    ways.set(data.main, null);
    while (level.length) {
      const next = [];
      for (const item of level) {
        for (const other of item.below) {
          if (ways.has(other) || !scenes.isStatement(other)) continue;
          ways.set(other, item);
          next.push(other);
        }
      }
      level = next;
    }
  }

  // Items from the main thesis down to this one, itself included; of what does not bear on the thesis, itself alone.
  function wayTo(item) {
    const way = [];
    for (let above = item; above; above = ways.get(above)) way.unshift(above);
    return way;
  }

  function link(words, address, kind) {
    const anchor = make("a");
    if (kind) anchor.append(make("span", data.kinds.get(kind).glyph + " ", `glyph ${kind}`));
    anchor.append(words);
    anchor.href = address;
    return anchor;
  }

  function show(state) {
    bar.replaceChildren(...parts(state).flatMap((part, place) => (place ? [make("span", "›", "step"), part] : [part])));
  }

  function parts(state) {
    const item = data.anchors.get(state.at) ?? data.main;
    const to = (one) => `#/${state.view}/${encodeURIComponent(one.anchor)}`;
    if (["argument", "focus"].includes(state.view) && item) {
      const way = wayTo(item);
      const shown = way.length > 4 ? [way[0], null, ...way.slice(-2)] : way;
      return shown.map((one, place) => {
        if (!one) return make("span", `… ${way.length - 3} steps`);
        return place === shown.length - 1 ? here(one.label, one.kind) : link(one.label, to(one), one.kind);
      });
    }
    if (state.view === "section") {
      const section = data.sections.find(({ number }) => String(number) === state.at);
      return section ? [here(`Section ${section.number}: ${section.title}`)] : [];
    }
    return state.view === "power" ? [here("Types of power, and what policies do to them")] : [];
  }

  function here(words, kind) {
    const shown = make("b");
    if (kind) shown.append(make("span", data.kinds.get(kind).glyph + " ", `glyph ${kind}`));
    shown.append(words);
    shown.setAttribute("aria-current", "true");
    return shown;
  }

  function title(state) {
    const item = data.anchors.get(state.sel || (["argument", "focus"].includes(state.view) ? state.at : ""));
    return item && item.label !== heading ? `${item.label} – ${heading}` : heading;
  }

  return { show, title, wayTo };
})();
