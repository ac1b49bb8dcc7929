// Before the page is laid out: hides what stands there for readers without a script. Should the page's own script fail,
// that comes back.
document.documentElement.classList.add("js");
Object.assign(document.documentElement.dataset, { view: "map", as: "map" });
addEventListener("error", () => {
  if (!document.documentElement.classList.contains("ready")) document.documentElement.classList.remove("js");
});
