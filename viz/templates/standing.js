// What stands, is open and falls: the grounded labelling of conditions, and reasons in one word, as graph/standing/
// reckons them (framework.py, grounded.py, reasons.py). Knows nothing of the page.
//
// A member is in when all its conditions are met, a disjunction when one of them is. A condition is a number: n + 1 for
// “needs member n”, -n - 1 for “is attacked by member n”.
atlas.labelling = (() => {
  const [IN, UNDECIDED, OUT] = [1, 0, -1];
  const source = (condition) => Math.abs(condition) - 1;

  // The conditions of all members, a list for each, as arrays; `disjunctions` are the members for which one is enough.
  // A disjunction is turned round (“not all of them are out”), so that all members are alike: in when all is met.
  function framework(lists, disjunctions) {
    const size = lists.length;
    const turn = new Int8Array(size).fill(1);
    for (const member of disjunctions) turn[member] = -1;
    const uses = new Int32Array(size + 1);
    for (const list of lists) for (const condition of list) uses[source(condition) + 1] += 1;
    for (let member = 0; member < size; member += 1) uses[member + 1] += uses[member];
    const target = new Int32Array(uses[size]);
    const sign = new Int8Array(uses[size]);
    const next = uses.slice();
    lists.forEach((list, member) => {
      for (const condition of list) {
        const from = source(condition);
        const place = next[from];
        next[from] += 1;
        target[place] = member;
        sign[place] = Math.sign(condition) * turn[from] * turn[member];
      }
    });
    return { size, lists, turn, uses, target, sign };
  }

  // The grounded labelling: { labels, circular }. `fixed` is a Map of members whose label is given.
  function grounded(made, fixed = new Map()) {
    const { size, lists, turn } = made;
    const labels = new Int8Array(size);
    const decided = new Uint8Array(size);
    const waiting = Int32Array.from(lists, (list) => list.length);
    const circular = new Uint8Array(size);
    for (const [member, label] of fixed) {
      labels[member] = label * turn[member];
      decided[member] = 1;
    }
    const queue = [];
    for (let member = 0; member < size; member += 1) {
      if (!decided[member] && !waiting[member]) labels[member] = decided[member] = 1;
      if (labels[member]) queue.push(member);
    }
    spread(made, queue, labels, decided, waiting);
    for (;;) {
      const found = unfounded(made, decided, labels, fixed);
      if (!found.length) break;
      for (const member of found) {
        labels[member] = OUT * turn[member];
        decided[member] = circular[member] = 1;
      }
      spread(made, found, labels, decided, waiting);
    }
    for (let member = 0; member < size; member += 1) labels[member] *= turn[member];
    return { labels, circular };
  }

  // From what is decided to what that decides; labels are turned as their members are.
  function spread({ uses, target, sign }, queue, labels, decided, waiting) {
    for (let place = 0; place < queue.length; place += 1) {
      const member = queue[place];
      for (let use = uses[member]; use < uses[member + 1]; use += 1) {
        const other = target[use];
        const met = sign[use] === labels[member];
        waiting[other] -= 1;
        if (decided[other] || (met && waiting[other])) continue;
        labels[other] = met ? 1 : -1;
        decided[other] = 1;
        queue.push(other);
      }
    }
  }

  // The undecided members whose needs lead round in circles only: nothing could ever bring them in.
  function unfounded({ size, lists, turn, uses, target, sign }, decided, labels, fixed) {
    const founded = new Uint8Array(size);
    const lacking = new Int32Array(size);
    const queue = [];
    const found = (member) => {
      founded[member] = 1;
      queue.push(member);
    };
    for (const [member, label] of fixed) if (label === UNDECIDED) found(member);
    for (let member = 0; member < size; member += 1) {
      if (decided[member]) continue;
      lacking[member] = lists[member].filter((condition) => condition > 0 && !(decided[source(condition)] && labels[source(condition)])).length;
      if (turn[member] > 0 && !lacking[member]) found(member);
    }
    for (let place = 0; place < queue.length; place += 1) {
      const member = queue[place];
      for (let use = uses[member]; use < uses[member + 1]; use += 1) {
        const other = target[use];
        const isNeed = sign[use] === turn[member] * turn[other];
        if (!isNeed || decided[other] || founded[other]) continue;
        lacking[other] -= 1;
        if (turn[other] < 0 || !lacking[other]) found(other);
      }
    }
    return [...founded.keys()].filter((member) => !decided[member] && !founded[member]);
  }

  return { IN, UNDECIDED, OUT, framework, grounded, source };
})();
