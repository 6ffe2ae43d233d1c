export { DemoNotice } from './DemoNotice';
export { demoModule } from './demoModule';
