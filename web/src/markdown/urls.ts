const linkProtocols = ['http:', 'https:', 'mailto:'];

/** The link as it was written if it leads where an answer may lead; undefined: it is no link. */
export function safeLink(url: string): string | undefined {
  return linkProtocols.includes(parse(url)?.protocol ?? '') ? url : undefined;
}

/** Where an image is, if it is at the origin that images may come from. */
export function ownImage(source: string, origin: string | null): string | undefined {
  const url = origin === null ? null : parse(source, origin);
  return url?.origin === origin && url?.protocol.startsWith('http') ? url.href : undefined;
}

/** The host that a link leads to. */
export const hostOf = (url: string): string => parse(url)?.host ?? '';

function parse(url: string, base?: string): URL | null {
  return URL.parse(url, base);
}
