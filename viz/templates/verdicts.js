// How each statement of the page comes out: in the reading and under the assumptions of the page's state, and as it is.
// Null where the page's data do not tell. A verdict: { standing: { name, word, many, glyph }, reason }.
atlas.standing = (() => {
  const { data, labelling } = atlas;
  const raw = data.standing;
  if (!raw) return null;
  const { IN, UNDECIDED, OUT, source } = labelling;
  const named = new Map(raw.standings.map((one) => [one.name, one]));
  const byLabel = new Map([[IN, named.get("stands")], [UNDECIDED, named.get("open")], [OUT, named.get("falls")]]);
  const readings = raw.readings.map(([name, label, text]) => ({ name, label, text }));
  const names = readings.map(({ name }) => name);

  // --- members: nodes, then helpers by their roles, then what lies outside ---

  const statements = data.items.filter((item) => data.statements.has(item.kind));
  const members = new Map(statements.map((item, place) => [item, raw.items[place] ?? place]).filter(([, member]) => member >= 0));
  const items = new Map([...members].map(([item, member]) => [member, item]));
  const why = new Map(statements.map((item, place) => [item, Object.keys(raw.reasons)[raw.why.charCodeAt(place) - 97]]));
  const strengths = new Map(statements.map((item, place) => [item, raw.strengths[place]]));
  const [nodes, supports, objections] = raw.counts.map((_, place) => raw.counts.slice(0, place + 1).reduce((sum, one) => sum + one, 0));
  const disjunctions = Array.from({ length: objections - nodes }, (_, place) => nodes + place);
  const isSupport = (member) => member >= nodes && member < supports;
  const isHelper = (member) => member >= nodes && member < raw.conditions.length - 3;

  const outside = [OUT, UNDECIDED, IN].map((label, place) => [raw.conditions.length - 3 + place, label]);
  const frameworks = new Map();
  function frameworkOf(reading) {
    if (!frameworks.has(reading)) {
      const lists = [...raw.conditions];
      for (const [member, ...own] of raw.changes[names.indexOf(reading)]) lists[member] = own;
      frameworks.set(reading, labelling.framework(lists, disjunctions));
    }
    return frameworks.get(reading);
  }

  // --- how it comes out ---

  const known = new Map();

  // Of some assumptions, by anchors: { lists, labels, circular, fixed }.
  function reckon(reading, accept = [], reject = []) {
    const key = JSON.stringify([reading, [...accept].sort(), [...reject].sort()]);
    if (!known.has(key)) {
      if (known.size > 60) known.clear();
      const fixed = new Map(outside);
      for (const anchor of accept) fixed.set(members.get(data.anchors.get(anchor)), IN);
      for (const anchor of reject) fixed.set(members.get(data.anchors.get(anchor)), OUT);
      const made = frameworkOf(reading);
      known.set(key, { reading, lists: made.lists, fixed, ...labelling.grounded(made, fixed) });
    }
    return known.get(key);
  }

  const isSupposed = ({ accept, reject }) => accept.length + reject.length > 0;
  const asIs = { reading: names[0], accept: [], reject: [] };
  let [seen, now, before] = [];
  // As the state says; and what that is compared with: the same reading as it is or, of a reading as it is, the first.
  function current() {
    const state = atlas.state ?? asIs; // the legend is made before there is a state
    if (seen !== state) {
      seen = state;
      now = reckon(seen.reading, seen.accept, seen.reject);
      before = reckon(isSupposed(seen) ? seen.reading : names[0]);
    }
    return { now, before };
  }

  const standingIn = (found, item) => byLabel.get(found.labels[members.get(item)]);
  const of = (item) => (members.has(item) ? standingIn(current().now, item) : null);

  // What a box shows: { standing, was: what it was before or null, assumed: whether the reader has set it }.
  function look(item) {
    if (!members.has(item)) return null;
    const found = current();
    const standing = standingIn(found.now, item);
    const was = standingIn(found.before, item);
    return { standing, was: was === standing ? null : was, assumed: found.now.fixed.has(members.get(item)) };
  }

  // What comes out otherwise than before, but for what is assumed; theses first, then in the order of the text.
  function changes() {
    const found = [...members.keys()].map((item) => ({ item, ...look(item) })).filter(({ was, assumed }) => was && !assumed);
    return found.sort((a, b) => (a.item.kind !== "thesis") - (b.item.kind !== "thesis") || a.item.number - b.item.number);
  }

  // --- why ---

  const needs = ({ lists }, member) => lists[member].filter((condition) => condition > 0).map(source);
  const attackers = ({ lists }, member) => lists[member].filter((condition) => condition < 0).map(source);
  const supportOf = (found, member) => needs(found, member).find(isSupport);
  // What bears on a member by conflicts: directly, or by the helpers of one that is contested.
  const objecting = (found, member) => attackers(found, member)
    .flatMap((one) => (isHelper(one) ? needs(found, one).flatMap((objection) => needs(found, objection)) : [one]));
  const is = ({ labels }, label) => (member) => labels[member] === label;

  function verdict(item) {
    const { now: found } = current();
    const member = members.get(item);
    const asIs = !isSupposed(atlas.state) && found.reading === names[0];
    return { standing: of(item), reason: asIs && why.get(item) ? why.get(item) : reasonOf(found, member) };
  }

  // As graph/standing/reasons.py has it.
  function reasonOf(found, member) {
    const label = found.labels[member];
    const support = supportOf(found, member);
    if (found.fixed.has(member)) return label === IN ? "accepted" : "rejected";
    if (label === IN) return objecting(found, member).length ? "defended" : "unchallenged";
    if (label === OUT) return whyOut(found, member, support);
    const contested = attackers(found, member).some((one) => isHelper(one) && needs(found, one).some(is(found, IN)));
    if (contested && (support === undefined || found.labels[support] === IN)) return "contested";
    return goesRound(found, member, is(found, UNDECIDED), true) ? "deadlocked" : "unsettled";
  }

  function whyOut(found, member, support) {
    const isStatement = items.has(member);
    if (found.circular[member] && goesRound(found, member, (one) => found.circular[one] === 1, false)) return "circular";
    if (attackers(found, member).some((one) => !isHelper(one) && found.labels[one] === IN)) return isStatement ? "refuted" : "undercut";
    return isStatement || (support !== undefined && found.labels[support] === OUT) ? "unsupported" : "premise";
  }

  // Whether a member hangs on itself by others of those that `among` tells: in a circle of needs; or, with `attacks`, in one
  // of both with an attack in it. That a statement attacks its own contrary is no circle of the map's.
  function goesRound({ lists }, member, among, attacks) {
    const joins = (one) => lists[one].filter((condition) => among(source(condition)) && (condition > 0 || (attacks && !isHelper(one))));
    const users = new Map([[member, []]]); // of each that it hangs on, what hangs on that
    for (const [one] of users) { // a map goes on while it grows
      for (const other of joins(one).map(source)) users.set(other, [...(users.get(other) ?? []), one]);
    }
    const circle = new Set(users.get(member));
    for (const one of circle) users.get(one).forEach((user) => circle.add(user));
    return circle.has(member) && (!attacks || [...circle].some((one) => joins(one).some((condition) => condition < 0 && circle.has(source(condition)))));
  }

  // The statements that decide how an item comes out, and what they do; what lies outside of the page is passed over.
  const DECIDING = {
    defended: ["Against it, and falls", (found, member) => objecting(found, member)],
    refuted: ["Stands against it", (found, member) => objecting(found, member).filter(is(found, IN))],
    contested: ["Stands against it", (found, member) => objecting(found, member).filter(is(found, IN))],
    unsupported: ["It lost", (found, member) => steps(found, member).flatMap((step) => lost(found, step))],
    circular: ["In the circle", (found, member) => needs(found, supportOf(found, member) ?? member).filter((one) => found.circular[one])],
    unsettled: ["Open", (found, member) => [...steps(found, member), ...objecting(found, member)].filter(is(found, UNDECIDED))],
    deadlocked: ["Open", (found, member) => [...steps(found, member), ...objecting(found, member)].filter(is(found, UNDECIDED))],
  };
  const steps = (found, member) => (supportOf(found, member) === undefined ? [] : needs(found, supportOf(found, member)));

  // What a step that falls has lost: premises; or what strikes it.
  function lost(found, step) {
    const struck = objecting(found, step).filter(is(found, IN));
    return struck.length ? struck : [step];
  }

  function deciding(item) {
    const { now: found } = current();
    const member = members.get(item);
    const { reason } = verdict(item);
    const [words, pick] = DECIDING[reason] ?? [];
    if (!pick) return null;
    const label = reason === "unsettled" || reason === "deadlocked" ? UNDECIDED : null;
    const ends = pick(found, member).flatMap((one) => endsOf(found, one, reason, label));
    const others = [...new Set(ends)].filter((one) => one && one !== item);
    return others.length ? { words, items: others } : null;
  }

  // The statements behind a relation: an attacker; of a step its premises, those that tell where any do.
  function endsOf(found, relation, reason, label) {
    const ends = items.has(relation) ? [relation] : needs(found, relation).filter((one) => items.has(one));
    const wanted = label ?? (reason === "unsupported" ? OUT : null);
    const telling = wanted === null ? ends : ends.filter(is(found, wanted));
    return (telling.length ? telling : ends).map((one) => items.get(one));
  }

  // How a step of argument comes out, by its joint; null where that is not known.
  function step(joint) {
    const member = raw.steps[joint];
    return member >= 0 ? byLabel.get(current().now.labels[member]) : null;
  }

  return {
    standings: raw.standings, readings, names, reasons: raw.reasons, isPart: raw.isPart, statements: [...members.keys()], isSupposed,
    of, look, changes, verdict, deciding, step, reckon, members,
    strength: (item) => (isSupposed(atlas.state) || atlas.state.reading !== names[0] ? -1 : strengths.get(item) ?? -1),
    key: () => JSON.stringify([atlas.state.reading, atlas.state.accept, atlas.state.reject]),
  };
})();
