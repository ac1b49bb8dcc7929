// What if: the reader supposes that statements stand or fall. What follows is told above the map and on it, and stands in
// the address. In the panel: how the chosen statement comes out, why, how strong it is, and buttons to suppose otherwise.
atlas.whatIf = (() => {
  const { make, byId, data, standing } = atlas;
  const bar = byId("what-if");
  if (!standing || !bar) return null;
  const MOST = 200; // changes that are listed
  const { names, readings } = standing;
  let told = "";

  const mark = ({ glyph, word, name }) => make("b", `${glyph} ${word}`, `standing s-${name}`);
  const few = (count, one, many) => `${count} ${count === 1 ? one : many}`;

  function button(words, act, className) {
    const found = make("button", words, className);
    found.type = "button";
    found.addEventListener("click", act);
    return found;
  }

  function linkTo(item) {
    const link = make("a", item.label);
    link.href = "#" + encodeURIComponent(item.anchor);
    link.dir = "auto";
    return link;
  }

  // --- to suppose ---

  // Supposes of an item "accept" or "reject"; anything else takes back what is supposed of it.
  function suppose(item, way) {
    if (!item || !standing.members.has(item)) return;
    const without = (list) => list.filter((anchor) => anchor !== item.anchor);
    const next = { accept: without(atlas.state.accept), reject: without(atlas.state.reject) };
    if (way in next) next[way].push(item.anchor);
    atlas.go(next);
  }

  const supposed = (item) => ["accept", "reject"].find((way) => atlas.state[way].includes(item.anchor)) ?? "";
  const flip = (item, way) => item && suppose(item, supposed(item) === way ? "" : way);
  const reset = () => atlas.go({ accept: [], reject: [], reading: names[0] });
  const read = (name) => atlas.go({ reading: name });

  // --- the bar ---

  // Shows what is supposed; tells whether the map below has moved down by it, or up.
  function show(state) {
    if (told === standing.key()) return false;
    told = standing.key();
    const before = bar.offsetHeight;
    const held = bar.contains(document.activeElement);
    write(state);
    if (held) (bar.querySelector("button") ?? byId("main")).focus();
    const more = bar.offsetHeight - before;
    const { now } = atlas.camera;
    if (more) atlas.camera.set(now.x, now.y - more / 2 / now.scale); // what was at the top stays there
    return more !== 0;
  }

  function write(state) {
    const isSupposed = standing.isSupposed(state);
    const isOther = state.reading !== names[0];
    bar.hidden = !isSupposed && !isOther;
    bar.replaceChildren(...(bar.hidden ? [] : [head(state, isSupposed, isOther), ...result(isSupposed)]));
  }

  function head(state, isSupposed, isOther) {
    const row = make("div", undefined, "what-if-head");
    row.append(make("strong", isSupposed ? "What if" : "Reading"));
    const reading = readings.find(({ name }) => name === state.reading);
    if (isOther) row.append(chip(reading.label, "Back to the default reading", () => read(names[0]), reading.text));
    for (const [way, name] of [["reject", "falls"], ["accept", "stands"]]) {
      for (const anchor of state[way]) {
        const item = data.anchors.get(anchor);
        const one = standing.standings.find((each) => each.name === name);
        row.append(chip([linkTo(item), " ", mark(one)], `Take back what is supposed of ${item.label}`, () => suppose(item, "")));
      }
    }
    row.append(button("Reset", reset, "what-if-reset"));
    return row;
  }

  function chip(content, words, act, title = "") {
    const found = make("span", undefined, "what-if-chip");
    const close = button("✕", act);
    close.setAttribute("aria-label", words);
    found.append(...[content].flat(), close);
    found.title = title;
    return found;
  }

  function result(isSupposed) {
    const found = standing.changes();
    const parts = standing.standings.map((one) => [found.filter((change) => change.standing === one).length, one]).filter(([count]) => count);
    const counts = parts.map(([count, { name, many, word }]) => `${count} now ${name === "open" ? word : count === 1 ? word : many}`).join(", ");
    const than = isSupposed ? "" : " than in the default reading";
    const words = found.length ? `${few(found.length, "other statement comes", "other statements come")} out otherwise${than}: ${counts}.` : `No other statement comes out otherwise${than}.`;
    const status = make("p", isSupposed ? words : words.replace("other statement", "statement"), "what-if-said");
    status.setAttribute("role", "status");
    if (standing.isPart && isSupposed) status.append(" What lies outside of this page is kept as it is.");
    const list = make("ul");
    list.append(...found.slice(0, MOST).map(line));
    if (found.length > MOST) list.append(make("li", `and ${found.length - MOST} more`));
    if (found.length) Object.assign(list, { tabIndex: 0, ariaLabel: "What comes out otherwise" });
    return found.length ? [status, list] : [status];
  }

  function line({ item, standing: now, was }) {
    const entry = make("li");
    entry.append(change(was, now), " ", linkTo(item));
    return entry;
  }

  // “✓ → ✗ falls”: the first sign is spoken as a word.
  function change(was, now) {
    const found = make("span", undefined, "what-if-change");
    const before = make("span", was.glyph, `s-${was.name}`);
    before.setAttribute("aria-hidden", "true");
    found.append(make("span", `was ${was.word}, now `, "unseen"), before, make("span", "→", "what-if-arrow"), mark(now));
    found.lastChild.previousSibling.setAttribute("aria-hidden", "true");
    return found;
  }

  // --- the panel ---

  // What the panel says of an item's standing; nothing of what has none.
  function section(item) {
    if (!standing.members.has(item)) return [];
    const { standing: now, reason } = standing.verdict(item);
    const { was, assumed } = standing.look(item);
    const line = make("p", undefined, "standing-said");
    line.append(was ? change(was, now) : mark(now), assumed ? " as you suppose." : `: ${standing.reasons[reason] ?? ""}.`);
    if (assumed) line.append(" ", button("As it is", () => suppose(item, ""), "standing-as-is"));
    return [make("h3", "Standing"), line, ...deciding(item), ...strength(item), buttons(item)];
  }

  function deciding(item) {
    const found = standing.deciding(item);
    if (!found) return [];
    const row = make("p", undefined, "standing-by");
    row.append(`${found.words}: `);
    found.items.slice(0, 4).forEach((one, place) => row.append(place ? ", " : "", linkTo(one)));
    if (found.items.length > 4) row.append(` and ${found.items.length - 4} more`);
    return [row];
  }

  function strength(item) {
    const found = standing.strength(item);
    if (found < 0) return [];
    const row = make("div", undefined, "strength");
    const meter = make("meter");
    Object.assign(meter, { min: 0, max: 100, value: found });
    meter.setAttribute("aria-label", "Strength");
    const words = make("span", (found / 100).toFixed(2), "strength-number");
    row.append(make("span", "Strength"), meter, words);
    row.title = "From 0 to 1, by what speaks for and against it; statements that stand have at least .5, those that fall at most .5";
    return [row];
  }

  function buttons(item) {
    const row = make("div", undefined, "do");
    row.setAttribute("role", "group");
    row.setAttribute("aria-label", "What if");
    const pressed = (words, way) => {
      const found = button(words, () => flip(item, way));
      found.setAttribute("aria-pressed", String(supposed(item) === way));
      return found;
    };
    row.append(pressed("What if it fell?", "reject"), pressed("What if it stood?", "accept"));
    return row;
  }

  // --- the reading, in the legend ---

  function choice() {
    const row = make("div", undefined, "filters-choice standing-reading");
    const label = make("label", "Reading of for and against");
    const select = make("select");
    select.id = "_standard";
    label.htmlFor = select.id;
    for (const { name, label: words } of readings) {
      const option = make("option", words);
      option.value = name;
      select.append(option);
    }
    select.addEventListener("change", () => read(select.value));
    const text = make("p");
    text.id = "_standard-text";
    select.setAttribute("aria-describedby", text.id);
    row.append(label, select, text);
    return row;
  }

  function showChoice(state) {
    const select = byId("standard");
    if (!select || !state.reading) return;
    select.value = state.reading;
    byId("standard-text").textContent = readings.find(({ name }) => name === state.reading).text;
  }

  return { show, section, suppose, flip, reset, mark, choice, showChoice };
})();
