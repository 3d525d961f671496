/* The texts of the comparison of units. */

export const compareTexts = {
  add: "Thêm đơn vị",
  addButton: "Thêm",
  remove: (name) => `Bỏ ${name}`,
  full: (most) => `Chỉ so sánh được tối đa ${most} đơn vị. Hãy bỏ bớt một đơn vị.`,
  few: "Chọn từ hai đơn vị trở lên, hoặc mở một so sánh gợi ý bên dưới.",
  another: "Chọn thêm ít nhất một đơn vị để so sánh.",
  silent: (names) => `Chưa có số liệu nào của: ${names}.`,
  failed: "Chưa tải được số liệu so sánh. Hãy tải lại trang.",
  unit: "Đơn vị",
  result: "Kết quả",
  mark: "Đánh giá",
  missing: "Chưa có số liệu",
  target: "phải đạt",
  chosen: "Đơn vị đang so sánh",
};
