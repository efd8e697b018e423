export const DataPage = () => null;
