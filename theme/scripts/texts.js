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
  strip: {
    choose: "Chọn đơn vị trên biểu đồ bằng phím mũi tên, nhấn Enter để mở",
    hint: "Rê chuột, chạm hoặc dùng phím mũi tên để xem tên từng đơn vị.",
  },
  chart: {
    failed: "Không vẽ được biểu đồ tương tác. Số liệu có trong bảng ngay dưới.",
    days: ["Chủ nhật", "Thứ hai", "Thứ ba", "Thứ tư", "Thứ năm", "Thứ sáu", "Thứ bảy"],
    shortDays: ["CN", "T2", "T3", "T4", "T5", "T6", "T7"],
    month: (number) => `tháng ${number}`,
    shortMonth: (number) => `thg ${number}`,
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
  trend: {
    choose: "Chọn chỉ tiêu và thời gian của biểu đồ",
    labels: { "chi-tieu": "Chỉ tiêu", tu: "Từ kỳ", den: "Đến kỳ" },
    names: { target: "Mức phải đạt", median: "Trung vị cùng cấp", country: "Cả nước", band: "Nửa giữa của cấp" },
    headings: ["Kỳ", "Kết quả", "Phải đạt"],
    levelHeading: "Trung vị cùng cấp, nửa giữa",
    caption: (name) => `${name}: từng kỳ`,
    sentence: (name, direction, [first, from], [last, to], beside) => {
      if (!direction) return `${name}: ${first} (${from})${from === to ? "" : ` và ${last} (${to}), không đổi`}${beside}.`;
      const [verb, end] = direction > 0 ? ["tăng", "lên"] : ["giảm", "xuống"];
      return `${name}: ${verb} từ ${first} (${from}) ${end} ${last} (${to})${beside}.`;
    },
    silent: (name) => `${name}: không có số liệu trong khoảng thời gian này.`,
    median: (period, figure) => `; trung vị cùng cấp ${period}: ${figure}`,
    between: (low, high) => `từ ${low} đến ${high}`,
    missing: { not_applicable: "không áp dụng", not_reported: "chưa có số liệu", unreadable: "không đọc được trên bản quét" },
    comparisons: { at_least: "tối thiểu", at_most: "tối đa", exactly: "đúng" },
    rank: "hạng\u00a0",
    rankAtMost: (rank) => `${rank} trở lên`,
    exempt: "được miễn",
    noTarget: "chưa có",
    notCompared: "không tính",
    parted: "Sắp xếp đơn vị",
    measures: { percent: "%", points: "\u00a0điểm", minutes: "\u00a0phút" },
    period: ({ year, quarter, month }) => {
      if (month) return `tháng\u00a0${month}/${year}`;
      return quarter ? `quý\u00a0${["I", "II", "III", "IV"][quarter - 1]}/${year}` : `năm\u00a0${year}`;
    },
    short: ({ year, quarter, month }) => (month ? `${month}/${year}` : quarter ? `Q${quarter}/${year}` : `${year}`),
    failed: "Chưa tải được số liệu của biểu đồ. Hãy tải lại trang.",
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
