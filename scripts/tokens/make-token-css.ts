import dark from '@atlaskit/tokens/dist/cjs/artifacts/themes/atlassian-dark.js';
import light from '@atlaskit/tokens/dist/cjs/artifacts/themes/atlassian-light.js';

const HEADER = `/*
 * Made by "npm run tokens" from @atlaskit/tokens: the colors of the Atlassian Design System
 * that our styles name, for hosts that set none. What a host sets is more specific and wins.
 */
`;

/**
 * A style sheet that defines each design token that `css` names. @throws Error for a token that the
 * design system does not have, or not in both modes
 */
export function makeTokenCss(css: string): string {
  const names = [...new Set(css.match(/--ds-[a-z-]+/g))].toSorted();
  const colors = names.filter((name) => !name.startsWith('--ds-font'));
  return [
    HEADER + block(':root', 'light', colors, readTheme(light.default)),
    block(":root[data-color-mode='dark']", 'dark', colors, readTheme(dark.default)),
  ].join('');
}

function block(
  selector: string,
  scheme: string,
  names: string[],
  theme: ReadonlyMap<string, string>,
): string {
  const lines = names.map((name) => `  ${name}: ${valueOf(theme, name, scheme)};\n`);
  return `${selector} {\n  color-scheme: ${scheme};\n${lines.join('')}}\n`;
}

function valueOf(theme: ReadonlyMap<string, string>, name: string, scheme: string): string {
  const value = theme.get(name);
  if (value === undefined)
    throw new Error(`The design system has no ${scheme} token ${name}. Use one that it has.`);
  return value;
}

/** Token → value, in lower case as our formatter writes colors. */
function readTheme(css: string): ReadonlyMap<string, string> {
  const pairs = css.matchAll(/(--ds-[a-z-]+):\s*([^;]+);/g);
  return new Map([...pairs].map(([, name = '', value = '']) => [name, value.toLowerCase()]));
}
