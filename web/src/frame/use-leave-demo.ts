/** The way out of the demo for a guest: back to where they came from. */
import { useMutation } from '@tanstack/react-query';
import { messageOf } from '../api/api-error.ts';
import { call } from '../api/client.ts';
import { setupAddress } from '../api/setup-code.ts';
import { toast } from '../ui/toast-store.ts';

export function useLeaveDemo(): () => void {
  const { mutate } = useMutation({
    mutationFn: () => call('DELETE /api/v1/demo', {}),
    onSuccess: () => window.location.assign(setupAddress() ?? '/'), // a page of its own: nothing of the demo is left in it
    onError: (error) => toast(messageOf(error), { tone: 'problem' }),
  });
  return () => mutate();
}
