export { inSlices, type Sliced } from '../../../common/in-slices';
