// npm run bench: what the course costs; npm run bench -- class: a class of
// forty on one machine.
await import(process.argv[2] === 'class' ? './class.ts' : './course.ts');
