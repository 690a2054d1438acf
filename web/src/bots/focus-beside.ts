import { beside } from '../ui/use-hand-over-focus.ts';

/** Gives the focus of a row that goes to the row beside it or, where there is none, to what adds one. */
export const focusBeside = (gone: HTMLElement): void =>
  (beside(gone, 'input') ?? gone.parentElement?.querySelector<HTMLElement>(':scope > button'))?.focus();
