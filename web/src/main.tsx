/** Starts the app. */
import './app.css';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createQueryClient } from './api/query-client.ts';
import { meQuery } from './api/session.ts';
import { createAppRouter } from './router.tsx';
import { Toaster } from './ui/toaster.tsx';
import { TooltipProvider } from './ui/tooltip.tsx';

const queryClient = createQueryClient(() => {
  queryClient.setQueryData(meQuery.queryKey, null);
  void router.invalidate(); // the frame then leads to the sign-in
});
const router = createAppRouter(queryClient);

const place = document.getElementById('app');
if (place === null) throw new Error('index.html has no #app.');
createRoot(place).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <TooltipProvider delayDuration={300}>
        <RouterProvider router={router} />
        <Toaster />
      </TooltipProvider>
    </QueryClientProvider>
  </StrictMode>,
);
