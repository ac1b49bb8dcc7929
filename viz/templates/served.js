// What a page that a server gives knows beside: other names of its items, addresses of the server, and who visits.
atlas.served = (() => {
  const { data, byId } = atlas;
  const { served } = data;
  const visit = JSON.parse(byId("visit").textContent);
  const fill = (name, ...values) => values.reduce((address, value) => address.replace("{}", encodeURIComponent(value)), served.addresses[name]);

  // Items by what addresses call them: prefix:id, or the whole IRI.
  const names = new Map();
  data.items.forEach((item, number) => {
    const told = served.names[number];
    const [place, local] = typeof told === "number" ? [told, item.anchor] : told;
    const isPlain = typeof told !== "string";
    names.set(item, isPlain ? `${served.prefixes[place]}:${local}` : told);
    item.page = isPlain && served.paths[place] ? served.paths[place] + encodeURIComponent(local) : "";
    for (const name of isPlain ? [names.get(item), served.spaces[place] + local] : [told]) know(name, item);
  });

  function know(name, item) {
    if (item && !data.anchors.has(name)) data.anchors.set(name, item);
  }

  // What was asked for may be called otherwise here, by its title or an id that several have.
  const around = data.anchors.get(served.around);
  if (visit.at) know(visit.at, around ?? data.anchors.get(visit.at));
  if (visit.view) {
    Object.assign(data.opening, { view: visit.view, at: data.anchors.get(visit.at)?.anchor ?? visit.at });
    data.first = null; // the places are of another view
  }

  const nameOf = (item) => names.get(item);
  const fresh = data.anchors.get(visit.fresh);

  // What was just done is told once: not again where one comes back to this address.
  if (byId("notice")) {
    const address = new URL(location.href);
    for (const name of ["added", "edited", "retracted", "undone"]) address.searchParams.delete(name);
    history.replaceState(history.state, "", address);
    const close = atlas.make("button", "✕");
    close.type = "button";
    close.setAttribute("aria-label", "Close the message");
    close.addEventListener("click", () => byId("notice").remove());
    byId("notice").append(close);
  }
  if (fresh) queueMicrotask(() => atlas.main.mark(new Set([fresh]))); // when the page has started

  return { fill, nameOf, around, mayAdd: visit.mayAdd, addresses: served.addresses };
})();
