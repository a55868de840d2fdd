/** The browser script: views of pages, affiliate links that were seen, and those that were followed. */
import './views.ts';
import './clicks.ts';
