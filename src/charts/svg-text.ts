import { pathOf, rounded, shapePath } from './geometry.ts';
import type { Mark, Palette, Scene, SymbolMark, TextMark } from './scene.ts';

export const chartFont = "'Inter Variable', Inter, system-ui, sans-serif";

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};
const escaped = (words: string): string => words.replace(/[&<>"]/g, (c) => escapes[c] ?? c);

function textElement(mark: TextMark, palette: Palette): string {
  const place = `x="${rounded(mark.x)}" y="${rounded(mark.y)}" text-anchor="${mark.anchor}"`;
  const style = `font-size="${mark.size}" font-weight="${mark.weight}" fill="${palette[mark.ink]}"`;
  return `<text ${place} ${style}>${escaped(mark.text)}</text>`;
}

function symbolElement(mark: SymbolMark, palette: Palette): string {
  const style = `fill="${palette[mark.fill]}" stroke="${palette[mark.stroke]}"`;
  const words = mark.spot === null ? '' : `<title>${escaped(mark.spot.words)}</title>`;
  if (mark.shape === 'circle') {
    const place = `cx="${rounded(mark.x)}" cy="${rounded(mark.y)}" r="${rounded(mark.radius)}"`;
    return `<circle ${place} ${style}>${words}</circle>`;
  }
  return `<path d="${shapePath(mark.shape, mark, mark.radius)}" ${style}>${words}</path>`;
}

function element(mark: Mark, palette: Palette): string {
  switch (mark.kind) {
    case 'line': {
      const dash = mark.dash === null ? '' : ` stroke-dasharray="${mark.dash}"`;
      const style = `fill="none" stroke="${palette[mark.stroke]}" stroke-width="${mark.strokeWidth}"${dash}`;
      return `<path d="${pathOf(mark.points, false)}" ${style} stroke-linejoin="round"/>`;
    }
    case 'area':
      return `<path d="${pathOf(mark.points, true)}" fill="${palette[mark.fill]}"/>`;
    case 'text':
      return textElement(mark, palette);
    case 'symbol':
      return symbolElement(mark, palette);
  }
}

/** The drawing as a file of its own: no stylesheet, no script, readable by any program that reads SVG. */
export function svgText(scene: Scene, palette: Palette): string {
  const size = `width="${scene.width}" height="${scene.height}" viewBox="0 0 ${scene.width} ${scene.height}"`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" ${size} role="img" font-family="${escaped(chartFont)}">`,
    `<title>${escaped(scene.title)}</title>`,
    `<desc>${escaped(scene.description)}</desc>`,
    `<rect width="${scene.width}" height="${scene.height}" fill="${palette.paper}"/>`,
    ...scene.marks.map((mark) => element(mark, palette)),
    '</svg>',
    '',
  ].join('\n');
}
