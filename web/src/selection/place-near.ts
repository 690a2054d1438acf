const EDGE = 8;
const GAP = 8;
/** The handles of a selection that was made by touch hang below its end. */
const HANDLE = 36;

/** Puts a fixed element below the end of a range or, where there is no room, above its start; inside of the window always. */
export function placeNear(element: HTMLElement, range: Range): void {
  const rects = [...range.getClientRects()].filter(({ width, height }) => width > 0 && height > 0);
  const first = rects.at(0);
  const last = rects.at(-1);
  const isSeen = first !== undefined && last !== undefined && last.bottom > 0 && first.top < innerHeight;
  element.style.visibility = isSeen ? 'visible' : 'hidden';
  if (!isSeen) return;
  const { offsetWidth: width, offsetHeight: height } = element;
  const gap = matchMedia('(pointer: coarse)').matches ? HANDLE : GAP;
  const below = last.bottom + gap;
  const above = first.top - GAP - height;
  const hasRoomBelow = below + height <= innerHeight - EDGE;
  const top = hasRoomBelow ? below : above >= EDGE ? above : innerHeight - EDGE - height;
  const isRtl = getComputedStyle(element).direction === 'rtl';
  const left = isRtl ? last.left : last.right - width;
  element.style.top = `${top}px`;
  element.style.left = `${Math.min(Math.max(left, EDGE), innerWidth - EDGE - width)}px`;
}
