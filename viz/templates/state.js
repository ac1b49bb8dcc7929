// The state of the page and its address: #/VIEW/AT?key=value, or #ANCHOR for an item in the present view.
atlas.state = null;

atlas.address = (() => {
  const { data } = atlas;
  const VIEWS = ["start", "argument", "section", "power", "focus", "reading", "answer"];
  const CHOICES = ["power", "policy", "actor", "holder", "stance", "section", "standing"];
  const AS = atlas.narrow ? ["outline", "map"] : ["map", "outline"]; // a phone opens as text
  const noFilters = () => ({ hide: [], ...Object.fromEntries(CHOICES.map((name) => [name, ""])) });
  const SUPPOSED = ["reject", "accept"];
  const asIs = () => ({ reading: data.standing?.readings[0][0] ?? "", reject: [], accept: [] });
  const noFold = () => ({ open: [], shut: [], more: Object.create(null) });
  const folded = (name) => encodeURIComponent(name).replace(/\*|^-/g, (sign) => (sign === "*" ? "%2A" : "%2D")); // the signs between names

  function opening() {
    const { view, at, depth, by } = data.opening;
    const state = { view, at, depth, by: by || "power", as: AS[0], sel: "", face: "", order: "text", filters: noFilters(), fold: noFold(), ...asIs() };
    return possible(state);
  }

  // A state whose view is there: what an address asks for may not be on this page.
  function possible(state) {
    const has = {
      start: atlas.byId("start"), reading: atlas.byId("reading"), answer: data.scenes.answer, argument: data.main, focus: data.main,
      section: data.sections.some((section) => String(section.number) === state.at), power: true,
    };
    const view = VIEWS.includes(state.view) && has[state.view] ? state.view : VIEWS.find((name) => has[name] && !["section", "focus"].includes(name));
    const at = ["argument", "focus"].includes(view) && !data.anchors.has(state.at) ? "" : state.at;
    const fits = view !== "argument" || !at || atlas.scenes.isStatement(data.anchors.get(at));
    return { ...state, view, at: fits ? at : "" };
  }

  function write(state) {
    const query = new URLSearchParams();
    const add = (name, value, usual = "") => value !== usual && value && query.set(name, value);
    add("as", state.as, AS[0]);
    add("by", state.view === "power" ? state.by : "", "power");
    add("depth", state.depth ? String(state.depth) : "");
    add("sel", state.sel);
    add("face", state.face);
    add("order", state.order, "text");
    add("hide", state.filters.hide.join(","));
    for (const name of CHOICES) add(name, state.filters[name]);
    add("fold", [
      ...state.fold.open.map(folded), ...state.fold.shut.map((name) => "-" + folded(name)),
      ...Object.entries(state.fold.more).map(([name, count]) => `${folded(name)}*${count}`),
    ].join(","));
    for (const way of SUPPOSED) add(way, state[way].map(encodeURIComponent).join(","));
    add("reading", state.reading, asIs().reading);
    const at = ["argument", "section", "focus"].includes(state.view) && state.at ? "/" + encodeURIComponent(state.at) : "";
    const tail = query.toString().replace(/%2C/g, ",").replace(/%7E/g, "~");
    return `#/${state.view}${at}${tail ? "?" + tail : ""}`;
  }

  // The state of an address; what it does not say is as it is in `now`, or as usual.
  const named = (name) => data.anchors.get(name)?.anchor ?? name; // a served page knows items by other names, too

  function read(hash, now) {
    const text = hash.slice(1);
    if (!text) return opening();
    if (!text.startsWith("/")) {
      const anchor = decode(text);
      return data.anchors.has(anchor) ? { ...(now ?? opening()), sel: named(anchor) } : now ?? opening();
    }
    const [path, query = ""] = text.slice(1).split("?");
    const [view, at = ""] = path.split("/").map(decode);
    const asked = new URLSearchParams(query);
    const told = (name, usual = "") => asked.get(name) ?? usual;
    const pick = (name, choices) => (choices.includes(told(name)) ? told(name) : choices[0]);
    const state = {
      view, at: named(at), depth: Math.min(20, Math.max(0, Number.parseInt(told("depth", "0"), 10) || 0)),
      by: pick("by", ["power", "actor", "instrument"]), as: pick("as", AS), face: pick("face", ["", "text", "title"]),
      order: pick("order", ["text", "reason"]), sel: data.anchors.has(told("sel")) ? named(told("sel")) : "",
      filters: { ...Object.fromEntries(CHOICES.map((name) => [name, ["power", "policy"].includes(name) ? named(told(name)) : told(name)])), hide: told("hide").split(",").filter(Boolean) },
      fold: readFold(told("fold")), ...supposed(told),
    };
    return possible(state);
  }

  // What the reader supposes; of what this page has, and of nothing both ways.
  function supposed(told) {
    if (!data.standing) return asIs();
    const list = (way) => [...new Set(told(way).split(",").map((name) => data.anchors.get(decode(name))))].filter((item) => item && data.statements.has(item.kind)).map((item) => item.anchor);
    const reject = list("reject");
    const known = data.standing.readings.map(([name]) => name);
    return { reject, accept: list("accept").filter((anchor) => !reject.includes(anchor)), reading: known.includes(told("reading")) ? told("reading") : known[0] };
  }

  // A way inside the page that says nothing of what is supposed leaves it as it is.
  const keep = (hash, next, now) => (/[?&](reject|accept|reading)=/.test(hash) ? next : { ...next, reading: now.reading, reject: now.reject, accept: now.accept });

  function readFold(text) {
    const fold = noFold();
    for (const part of text.split(",").filter(Boolean)) {
      const [name, count] = part.split("*");
      if (count) fold.more[decode(name)] = Math.min(5000, Number.parseInt(count, 10) || 0);
      else if (name.startsWith("-")) fold.shut.push(decode(name.slice(1)));
      else fold.open.push(decode(name));
    }
    return fold;
  }

  function decode(text) {
    try {
      return decodeURIComponent(text);
    } catch {
      return text;
    }
  }

  return { opening, read, write, keep, noFilters, noFold };
})();
