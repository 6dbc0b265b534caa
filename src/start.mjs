// Starts src/server.ts. This is no TypeScript, so that a Node too old for that
// can read it and say so, and so that the type stripper need not be loaded.
import module from 'node:module';

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  console.error(
    `Node.js 22.18 이상이 필요합니다(지금은 ${process.version}). ` +
      'Node.js 22.18 or newer is needed: https://nodejs.org',
  );
  process.exit(1);
}

// Keeps what V8 compiled in the folder for temporary files, if there is one.
module.enableCompileCache();
await import('./server.ts');
module.flushCompileCache();
