// This is no TypeScript, so that a Node too old for that can read it and say
// so. For each command that npm runs, since any may be the first.
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  console.error(
    `Node.js 22.18 이상이 필요합니다(지금은 ${process.version}). ` +
      'Node.js 22.18 or newer is needed: https://nodejs.org',
  );
  process.exit(1);
}
