export const CyclePage = () => null;
