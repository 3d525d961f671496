/* The texts of filters of tables and lists. */

export const tableTexts = {
  filter: "Lọc theo tên",
  all: "Tất cả",
  count: (shown, all) => (shown === all ? `${all} dòng` : `${shown} trên ${all} dòng`),
  items: (shown, all) => (shown === all ? `${all} mục` : `${shown} trên ${all} mục`),
};
