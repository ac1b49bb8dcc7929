// The theme that the reader chose, before anything is drawn; and the button that changes it.
(() => {
  const root = document.documentElement;
  const THEMES = ["light", "dark", "contrast"];
  const kept = () => {
    try {
      return localStorage.getItem("theme");
    } catch {
      return null; // storage is closed to this page
    }
  };
  if (THEMES.includes(kept())) root.dataset.theme = kept();
  const now = () => root.dataset.theme ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");

  addEventListener("DOMContentLoaded", () => {
    const button = document.getElementById("theme");
    if (!button) return;
    const tell = () => {
      button.textContent = { light: "Light", dark: "Dark", contrast: "Contrast" }[now()];
      button.setAttribute("aria-label", `Theme: ${now()}; change`);
    };
    button.hidden = false;
    tell();
    button.addEventListener("click", () => {
      root.dataset.theme = THEMES[(THEMES.indexOf(now()) + 1) % THEMES.length];
      try {
        localStorage.setItem("theme", root.dataset.theme);
      } catch {
        // then it holds for this page only
      }
      tell();
    });
  });
})();
