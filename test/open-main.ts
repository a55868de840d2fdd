/** An installation of which only the workspace `main` is of interest. */
import { type InstallationOptions, openInstallation } from '../src/open-installation.ts';
import type { Workspace } from '../src/open-workspace.ts';

/** Opens a data folder and its workspace `main`; its `close` closes all. */
export async function openMain(folder: string, options: InstallationOptions = {}): Promise<Workspace> {
  const installation = await openInstallation(folder, options);
  try {
    return { ...(await installation.workspaces.open('main')), close: installation.close };
  } catch (error) {
    await installation.close();
    throw error;
  }
}
