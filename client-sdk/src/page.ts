/** The page's events, where there is a page: Node has no such methods. */
export const page = globalThis as Partial<EventTarget>;
