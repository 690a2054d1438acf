// Sets theme, language and direction on <html>; src/preferences/preferences.ts goes on from there.
(() => {
  const root = document.documentElement;
  const read = (key) => {
    try {
      return localStorage.getItem(key);
    } catch {
      return null;
    }
  };
  const theme = read('parlance.theme');
  if (theme === 'light' || theme === 'dark') root.dataset.theme = theme;
  const language = read('parlance.language') ?? navigator.language;
  const isArabic = /^ar\b/i.test(language);
  root.lang = isArabic ? 'ar' : 'en';
  root.dir = isArabic ? 'rtl' : 'ltr';
})();
