export {
  type CompiledView,
  compileView,
  type ViewOptions,
  type ViewResultColumn,
} from './views/compile-view.ts';
export { compileFlatTable } from './views/flat-table.ts';
