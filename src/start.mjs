// Starts src/server.ts. This is no TypeScript, so that the type stripper need
// not be loaded.
import './node-version.cjs';
import module from 'node:module';

// Keeps what V8 compiled in the folder for temporary files, if there is one.
module.enableCompileCache();
await import('./server.ts');
module.flushCompileCache();
