/** Whether every percent sign of an address begins what can be decoded. */
export function isWellEncoded(address: string): boolean {
  try {
    decodeURIComponent(address);
    return true;
  } catch {
    return false;
  }
}
