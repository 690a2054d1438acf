/** Whether a page of this origin may call (requirement H5); null: no page, or one of our own. */
export const mayCall = (origin: string | null, allowed: readonly string[]): boolean =>
  origin === null || allowed.includes('*') || allowed.includes(origin);
