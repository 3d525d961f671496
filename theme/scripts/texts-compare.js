/* The texts of the comparison of units. */

export const compareTexts = {
  add: "Thêm đơn vị",
  addButton: "Thêm",
  remove: (name) => `Bỏ ${name}`,
  full: (most) => `Chỉ so sánh được tối đa ${most} đơn vị. Hãy bỏ bớt một đơn vị.`,
  few: (offered) => `Chọn từ hai đơn vị trở lên${offered ? ", hoặc mở một so sánh gợi ý bên dưới" : ""}.`,
  another: "Chọn thêm ít nhất một đơn vị để so sánh.",
  silent: (names) => `Chưa có số liệu nào của: ${names}.`,
  already: (name) => `${name} đã có trong bảng so sánh.`,
  added: (name) => `Đã thêm ${name}.`,
  removed: (name) => `Đã bỏ ${name}.`,
  leftOut: (unknown, cut, most) => [
    ...(unknown ? [`Địa chỉ trang nêu ${unknown} đơn vị không có trên cổng.`] : []),
    ...(cut ? [`Chỉ so sánh được tối đa ${most} đơn vị; đã bỏ ${cut} đơn vị ở cuối địa chỉ trang.`] : []),
  ],
  loading: "Đang tải số liệu…",
  nameless: "Chưa tải được danh sách tên. Hãy thử lại sau ít phút.",
  failed: "Chưa tải được số liệu so sánh. Hãy tải lại trang.",
  unit: "Đơn vị",
  result: "Kết quả",
  mark: "Đánh giá",
  missing: "Chưa có số liệu",
  chosen: "Đơn vị đang so sánh",
};
