export const NeedsUsPage = () => null;
