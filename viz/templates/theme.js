// The theme that the reader chose on this site, before anything is drawn; and what they choose from now on.
(() => {
  const root = document.documentElement;
  try {
    const kept = localStorage.getItem("theme");
    if (["light", "dark", "contrast"].includes(kept)) root.dataset.theme = kept;
  } catch {
    return; // storage is closed to this page
  }
  new MutationObserver(() => localStorage.setItem("theme", root.dataset.theme)).observe(root, { attributeFilter: ["data-theme"] });
})();
