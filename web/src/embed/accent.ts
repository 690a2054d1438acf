/** Backgrounds of the light and the dark theme, and the contrast that text needs. */
const LIGHT = [255, 255, 255];
const DARK = [23, 24, 26];
const ENOUGH = 4.5;

/** Custom properties that make a colour of the page's author the accent, as near to it as can be read in either theme. */
export function accentOf(color: string): Record<string, string> {
  const rgb = parse(color);
  if (rgb === null) return {};
  const onLight = readable(rgb, LIGHT, DARK);
  const onDark = readable(rgb, DARK, LIGHT);
  return {
    '--color-accent': pair(onLight, onDark),
    '--color-focus': pair(onLight, onDark),
    '--color-on-accent': pair(LIGHT, DARK),
    '--color-accent-hover': 'color-mix(in oklab, var(--color-accent) 85%, var(--color-text))',
    '--color-accent-soft': 'color-mix(in oklab, var(--color-accent) 14%, var(--color-bg))',
  };
}

type Rgb = readonly number[];

const css = (rgb: Rgb): string => `rgb(${rgb.map(Math.round).join(' ')})`;
const pair = (light: Rgb, dark: Rgb): string => `light-dark(${css(light)}, ${css(dark)})`;

/** Any CSS colour in numbers: a canvas says it as #rrggbb. null: it is none. */
function parse(color: string): Rgb | null {
  const context = document.createElement('canvas').getContext('2d');
  if (context === null || !CSS.supports('color', color)) return null;
  context.fillStyle = color;
  const hex = /^#(..)(..)(..)$/.exec(context.fillStyle);
  return hex === null ? null : hex.slice(1).map((part) => Number.parseInt(part, 16));
}

/** A colour moved towards another one until it stands out from a background. */
function readable(color: Rgb, background: Rgb, towards: Rgb): Rgb {
  for (let share = 0; share < 1; share += 0.05) {
    const mixed = color.map((part, index) => part + ((towards[index] ?? 0) - part) * share);
    if (contrast(mixed, background) >= ENOUGH) return mixed;
  }
  return towards;
}

/** By the formula of WCAG 2. */
function contrast(a: Rgb, b: Rgb): number {
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(rgb: Rgb): number {
  const [red = 0, green = 0, blue = 0] = rgb.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
