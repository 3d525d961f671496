/*
 * Every text that scripts show, in one place, so that another language can follow; what is only shown when a reader asks for
 * it stands in texts-*.js, which comes then.
 */

export const texts = {
  search: {
    results: "Kết quả tìm kiếm",
    none: (query) => `Không tìm thấy “${query}”.`,
    hint: "Thử tên ngắn hơn, ví dụ “tan bien”, “so noi vu” hoặc “xa tan lap”.",
    count: (count) => `${count} kết quả, dùng phím mũi tên để chọn`,
    loading: "Đang tải danh sách tên…",
    failed: "Chưa tải được danh sách tên. Hãy nhấn Enter để mở danh sách đơn vị.",
  },
  table: {
    filter: "Lọc theo tên",
    all: "Tất cả",
    count: (shown, all) => (shown === all ? `${all} dòng` : `${shown} trên ${all} dòng`),
    items: (shown, all) => (shown === all ? `${all} mục` : `${shown} trên ${all} mục`),
    clear: "Bỏ lọc",
  },
  save: {
    png: "Ảnh PNG",
    svg: "Ảnh SVG",
    csv: "Tải bảng này (CSV)",
    asPng: "Tải biểu đồ này: ảnh PNG",
    asSvg: "Tải biểu đồ này: ảnh SVG",
    asCsv: "Tải bảng này (CSV)",
    failed: "Không tạo được ảnh.",
    source: (names) => `Nguồn: ${names.join("; ")}.`,
    from: (portal, day) => `${portal}, tải ngày ${day.toLocaleDateString("vi-VN", { day: "2-digit", month: "2-digit", year: "numeric" })}`,
  },
  figure: { open: "Trích dẫn, chia sẻ, báo sai" },
  copy: { cite: "Sao chép trích dẫn", code: "Sao chép mã nhúng", link: "Sao chép liên kết", done: "Đã sao chép" },
  compare: {
    add: "Thêm đơn vị",
    addButton: "Thêm",
    remove: (name) => `Bỏ ${name}`,
    unknown: "Không có đơn vị nào tên như vậy. Hãy chọn một tên trong danh sách gợi ý.",
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
  },
};
