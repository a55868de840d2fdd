/** How the web app is built (scripts/build.mjs) and served while it is developed (npm run dev). */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** What `scripts/build-snippet.mjs` says of the browser script, which is built before. */
const snippet = JSON.parse(readFileSync(here('../dist/snippet/snippet.json'), 'utf8')) as {
  readonly sizes: { readonly script: { readonly brotli: number } };
};

export default defineConfig({
  root: here('.'),
  define: { SCRIPT_BYTES: String(snippet.sizes.script.brotli) },
  plugins: [react(), tailwindcss()],
  resolve: {
    // the real one writes <style> elements, which the content security policy refuses
    alias: { 'react-remove-scroll': here('src/ui/remove-scroll.tsx') },
  },
  build: {
    outDir: here('../dist/web'),
    emptyOutDir: true,
    target: 'es2023',
    assetsInlineLimit: 0, // the policy allows fonts from this server only, not from data: URLs
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    manifest: true,
    rolldownOptions: {
      output: {
        entryFileNames: 'assets/[name]-[hash].js',
        chunkFileNames: 'assets/[name]-[hash].js',
        assetFileNames: 'assets/[name]-[hash][extname]',
      },
    },
  },
});
