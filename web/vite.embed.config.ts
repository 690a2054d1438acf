import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** For a shadow tree: its root is `:host`, and a rem is the page's and not ours. A rule may come by more than once. */
const forShadowTree = {
  postcssPlugin: 'for-shadow-tree',
  Rule(rule: { selectors: string[] }) {
    const own = rule.selectors.map((selector) =>
      selector.replace(/^(?::root|html\b)(\[[^\]]+\])?/, (_, attribute?: string) =>
        attribute === undefined ? ':host' : `:host(${attribute})`,
      ),
    );
    if (own.join() !== rule.selectors.join()) rule.selectors = own;
  },
  Declaration(declaration: { value: string }) {
    const own = declaration.value.replace(/([\d.]+)rem\b/g, (_, rems: string) => `${Number(rems) * 16}px`);
    if (own !== declaration.value) declaration.value = own;
  },
};

/** One script with everything in it, for pages of other people. build.ts puts its styles into it. */
export default defineConfig({
  plugins: [react()],
  publicDir: false,
  define: { 'process.env.NODE_ENV': '"production"' },
  resolve: {
    conditions: ['@parlance/source', 'browser', 'module', 'import', 'default'],
    alias: {
      'decode-named-character-reference': `${import.meta.dirname}/src/markdown/decode-entity.ts`,
      // Colours for code would be a quarter of the script.
      './highlight.tsx': `${import.meta.dirname}/src/embed/no-highlight.ts`,
    },
  },
  css: { postcss: { plugins: [forShadowTree] } },
  build: {
    emptyOutDir: false,
    sourcemap: true,
    chunkSizeWarningLimit: 1_000,
    lib: {
      entry: `${import.meta.dirname}/src/embed/main.tsx`,
      formats: ['iife'],
      name: 'parlance',
      fileName: () => 'embed.js',
      cssFileName: 'embed',
    },
  },
});
