import { lazyModule } from '../ui/lazy-module.ts';

/** The renderer of Markdown: the largest part of the page, and not needed to ask a first question. */
export const useMarkdown = lazyModule(async () => (await import('./markdown.tsx')).Markdown);
