export { type DataFolder, openDataFolder } from './data-folder.ts';
export {
  type OperationalStore,
  type OperationalStoreOptions,
  openOperationalStore,
} from './operational/open.ts';
export { projectFolder } from './project-folder.ts';
