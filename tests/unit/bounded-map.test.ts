import { expect, test } from 'vitest';
import { BoundedMap } from '../../server/src/domain/bounded-map.ts';

test('B7: what is set anew pushes nothing else out, and is the last to be forgotten', () => {
  const map = new BoundedMap<string, number>(2);
  map.set('a', 1);
  map.set('b', 2);
  map.set('b', 3);
  expect([map.get('a'), map.get('b')]).toEqual([1, 3]);
  map.set('a', 4);
  map.set('c', 5);
  expect([map.get('a'), map.get('b'), map.get('c')]).toEqual([4, undefined, 5]);
});
