/** The themes of @atlaskit/tokens: CSS as text, in CommonJS modules without types. */
declare module '@atlaskit/tokens/dist/cjs/artifacts/themes/*' {
  const theme: { default: string };
  export default theme;
}
