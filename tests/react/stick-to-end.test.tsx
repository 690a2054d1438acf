import './dom.ts';
import { act, cleanup, renderHook } from '@testing-library/react';
import { expect, onTestFinished, test } from 'vitest';
import { useStickToEnd } from '../../web/src/chat/messages/use-stick-to-end.ts';

const HEIGHT = 700;

/** A list whose content has the height that the test says; as in a browser, its end is as far as it scrolls. */
function showList(contentHeight: number) {
  onTestFinished(cleanup);
  const list = document.createElement('section');
  let [height, top] = [contentHeight, 0];
  const clamp = (asked: number) => Math.max(0, Math.min(asked, height - HEIGHT));
  Object.defineProperties(list, {
    clientHeight: { value: HEIGHT },
    scrollHeight: { get: () => height },
    scrollTop: {
      get: () => clamp(top),
      set: (asked: number) => {
        top = clamp(asked);
      },
    },
  });
  const { result } = renderHook(() => useStickToEnd({ current: list }));
  return {
    list,
    isAway: () => result.current.isAway,
    grow: (to: number) => {
      height = to;
    },
    call: (what: 'onScroll' | 'onResize' | 'toEnd') => act(() => result.current[what]()),
    below: () => height - HEIGHT - list.scrollTop,
  };
}

test('G5: what grows between a correction of the list and the news that it was scrolled is followed', () => {
  const { call, grow, below, isAway } = showList(2_000);
  // A new message counts as tall as those before it, until it is measured.
  grow(5_600);
  call('toEnd');
  call('onScroll');
  grow(4_600);
  call('onResize');
  grow(4_650);
  call('onScroll');
  expect(isAway()).toBe(false);
  call('onResize');
  expect(below()).toBe(0);
});

test('G5: a reader who scrolls up is left there, and who comes back to the end is taken along', () => {
  const { call, grow, below, isAway, list } = showList(2_000);
  call('toEnd');
  call('onScroll');
  list.scrollTop -= 200;
  call('onScroll');
  expect(isAway()).toBe(true);
  grow(2_100);
  call('onResize');
  expect(below()).toBe(300);
  list.scrollTop = 1_400;
  call('onScroll');
  grow(2_200);
  call('onResize');
  expect(below()).toBe(0);
});
