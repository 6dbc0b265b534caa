import { serve } from './web.ts';

serve((_method, url) => {
  if (url.pathname !== '/') return { status: 404, body: 'Not Found' };
  return { body: '<!DOCTYPE html><h1>Hello Node</h1>' };
});
