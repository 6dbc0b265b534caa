// For what tests start. Their own process would write all that it has loaded,
// Vitest too, which takes longer than it saves; so it starts without.
process.env.NODE_COMPILE_CACHE = process.env.TEST_COMPILE_CACHE;
