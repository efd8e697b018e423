export type { DemoProgress } from './demo/demo-part.ts';
export {
  demoPatientsDefault,
  type WriteDemo,
  type WrittenDemo,
  writeDemo,
} from './demo/write-demo.ts';
