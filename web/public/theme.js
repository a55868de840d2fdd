// Sets the theme before the first paint; src/frame/theme.ts changes it later. `tributary.theme`: light, dark, or nothing (system).
(() => {
  let chosen = null;
  try {
    chosen = localStorage.getItem('tributary.theme');
  } catch {
    // storage is closed to this page: the system decides
  }
  const dark = chosen === 'dark' || (chosen !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.dataset.theme = dark ? 'dark' : 'light';
})();
